import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  type ExecutionContext,
  Inject,
  Injectable,
  Logger,
  type NestInterceptor,
  SetMetadata,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ExternalContextCreator, Reflector } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { defer, lastValueFrom, Observable, of, retry, throwError, toArray } from 'rxjs';
import { Invalidates } from './invalidates.decorator.js';
import { NotificationQueue } from './notification-queue.js';

let happened: unknown[];
let modules: TestingModule[];
let failPublish: Error | undefined;

beforeEach(() => {
  happened = [];
  modules = [];
  failPublish = undefined;
});
afterEach(async () => {
  for (const each of modules) await each.close();
  jest.restoreAllMocks();
});

async function create<T extends object>(type: Type<T>, ...providers: Type[]): Promise<T> {
  const publish = async (...topics: string[]): Promise<void> => {
    if (failPublish) throw failPublish;
    await Promise.resolve();
    happened.push(topics);
  };
  const created = await Test.createTestingModule({
    providers: [type, ...providers, { provide: NotificationQueue, useValue: { publish } }],
  }).compile();
  modules.push(created);
  return created.get(type);
}

/** Calls a method as Nest calls the handlers of its contexts, such as those of microservices. */
function asHandler<T extends object>(instance: T, method: keyof T & string): (...args: unknown[]) => Promise<unknown> {
  const creator = modules[0]?.get(ExternalContextCreator, { strict: false });
  const handler = instance[method] as (...args: unknown[]) => unknown;
  if (!creator) throw new Error('Create the instance first.');
  return creator.create(instance, handler, method, undefined, undefined, undefined, undefined, undefined, 'rpc');
}

describe('@Invalidates on a method that is called directly', () => {
  it('publishes the topics after the promise of the method has resolved, and before that of the caller', async () => {
    @Injectable()
    class Orders {
      @Invalidates(['orders', 'stock'])
      async add(id: number): Promise<number> {
        await Promise.resolve();
        happened.push('added');
        return id;
      }
    }
    const orders = await create(Orders);
    expect(await orders.add(7)).toBe(7);
    expect(happened).toEqual(['added', ['orders', 'stock']]);
  });

  it('publishes nothing if the method fails', async () => {
    @Injectable()
    class Orders {
      @Invalidates('orders')
      reject(): Promise<void> {
        return Promise.reject(new Error('sold out'));
      }

      @Invalidates('orders')
      throw(): void {
        throw new Error('sold out');
      }
    }
    const orders = await create(Orders);
    await expect(orders.reject()).rejects.toThrow('sold out');
    expect(() => {
      orders.throw();
    }).toThrow('sold out');
    expect(happened).toEqual([]);
  });

  it('rejects the call if the topics cannot be published', async () => {
    @Injectable()
    class Orders {
      @Invalidates('orders')
      add(): Promise<void> {
        return Promise.resolve();
      }
    }
    const orders = await create(Orders);
    failPublish = new Error('the database is gone');
    await expect(orders.add()).rejects.toThrow('the database is gone');
  });

  it('returns the result of a synchronous method at once, publishes the topics, and logs a failure to publish', async () => {
    @Injectable()
    class Orders {
      @Invalidates('orders')
      add(id: number): number {
        return id;
      }
    }
    const logged: unknown[] = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((...args: unknown[]) => void logged.push(...args));
    const orders = await create(Orders);
    expect(orders.add(7)).toBe(7);
    await new Promise((resolve) => setImmediate(resolve));
    expect(happened).toEqual([['orders']]);
    failPublish = new Error('the database is gone');
    expect(orders.add(8)).toBe(8);
    await new Promise((resolve) => setImmediate(resolve));
    expect(logged).toEqual([expect.stringContaining('Orders.add'), failPublish]);
  });

  it('passes a context with the arguments to a function of topics, before the method runs', async () => {
    const topics = jest.fn((context: ExecutionContext) => `order:${context.getArgByIndex<number>(0)}`);
    @Injectable()
    class Orders {
      @Invalidates(topics)
      async change(id: number, total: number): Promise<number> {
        happened.push('changed');
        return Promise.resolve(id + total);
      }
    }
    const orders = await create(Orders);
    expect(await orders.change(7, 10)).toBe(17);
    expect(happened).toEqual(['changed', ['order:7']]);
    const context = topics.mock.calls[0]?.[0] as ExecutionContext;
    expect(context.getType<string>()).toBe('method');
    expect(context.getArgs()).toEqual([7, 10]);
    expect([context.getClass(), context.getHandler().name]).toEqual([Orders, 'change']);
  });

  it('throws, and does not run the method, if its topics need a request', async () => {
    @Injectable()
    class Orders {
      @Invalidates((context) => context.switchToHttp().getRequest<string>())
      async change(): Promise<void> {
        happened.push('changed');
        return Promise.resolve();
      }
    }
    const orders = await create(Orders);
    expect(() => orders.change()).toThrow(/Orders\.change was called directly.*context\.getArgs\(\)/);
    expect(happened).toEqual([]);
  });

  it('completes an observable after the topics are published', async () => {
    @Injectable()
    class Orders {
      @Invalidates('orders')
      add(): Observable<number> {
        return of(1, 2);
      }

      @Invalidates('orders')
      fail(): Observable<never> {
        return throwError(() => new Error('sold out'));
      }
    }
    const orders = await create(Orders);
    orders.add().subscribe({ next: (value) => happened.push(value), complete: () => happened.push('complete') });
    await new Promise((resolve) => setImmediate(resolve));
    expect(happened).toEqual([1, 2, ['orders'], 'complete']);
    await expect(lastValueFrom(orders.fail())).rejects.toThrow('sold out');
    expect(happened).toHaveLength(4);
  });

  it('ends an async iterator after the topics are published, and publishes nothing if it is stopped before', async () => {
    @Injectable()
    class Orders {
      @Invalidates('orders')
      async *add(): AsyncGenerator<number> {
        yield 1;
        await Promise.resolve();
        yield 2;
      }
    }
    const orders = await create(Orders);
    for await (const value of orders.add()) happened.push(value);
    happened.push('end');
    expect(happened).toEqual([1, 2, ['orders'], 'end']);
    for await (const value of orders.add()) if (value === 1) break;
    expect(happened).toHaveLength(4);
  });

  it('publishes the topics of nested calls as well', async () => {
    @Injectable()
    class Stock {
      @Invalidates('stock')
      take(): Promise<void> {
        return Promise.resolve();
      }
    }
    @Injectable()
    class Orders {
      constructor(@Inject(Stock) private readonly stock: Stock) {}

      @Invalidates('orders')
      async add(): Promise<void> {
        await this.stock.take();
      }
    }
    const orders = await create(Orders, Stock);
    await orders.add();
    expect(happened).toEqual([['stock'], ['orders']]);
  });

  it('only runs the method of an instance that Nest did not create', async () => {
    class Orders {
      @Invalidates('orders')
      add(): Promise<string> {
        return Promise.resolve('added');
      }
    }
    expect(await new Orders().add()).toBe('added');
  });
});

describe('@Invalidates on a handler of a Nest context', () => {
  it('publishes once', async () => {
    @Injectable()
    class Orders {
      @Invalidates((context) => `order:${context.switchToRpc().getData<string>()}`)
      add(id: string): string {
        happened.push('added');
        return id;
      }
    }
    const orders = await create(Orders);
    expect(await asHandler(orders, 'add')('7')).toBe('7');
    expect(happened).toEqual(['added', ['order:7']]);
  });

  it('publishes once if an interceptor calls the handler again', async () => {
    class Retry implements NestInterceptor {
      intercept: NestInterceptor['intercept'] = (_context, next) => defer(() => next.handle()).pipe(retry(2));
    }
    @Injectable()
    class Orders {
      tries = 0;

      @UseInterceptors(Retry)
      @Invalidates((context) => context.switchToRpc().getData<string>())
      add(): number {
        this.tries += 1;
        if (this.tries < 3) throw new Error('busy');
        return this.tries;
      }
    }
    const orders = await create(Orders);
    expect(await asHandler(orders, 'add')('orders')).toBe(3);
    expect(happened).toEqual([['orders']]);
  });

  it('publishes the topics of methods that the handler calls, also its own', async () => {
    @Injectable()
    class Orders {
      @Invalidates((context) => `order:${context.getArgByIndex<number>(0)}`)
      async add(id: number): Promise<void> {
        if (id < 3) await this.add(id + 1);
      }
    }
    const orders = await create(Orders);
    await asHandler(orders, 'add')(1);
    expect(happened).toEqual([['order:3'], ['order:2'], ['order:1']]);
  });

  it('answers with an async iterator that ends after the topics are published', async () => {
    @Injectable()
    class Orders {
      @Invalidates('orders')
      async *add(): AsyncGenerator<number> {
        yield await Promise.resolve(1);
        happened.push('added');
      }
    }
    const orders = await create(Orders);
    const answer = (await asHandler(orders, 'add')()) as AsyncGenerator<number>;
    expect(happened).toEqual([]);
    for await (const value of answer) happened.push(value);
    expect(happened).toEqual([1, 'added', ['orders']]);
  });
});

describe('@Invalidates beside other decorators', () => {
  const Marked = (value: string): MethodDecorator => SetMetadata('marked', value);

  it('keeps their metadata, in any order', async () => {
    @Injectable()
    class Orders {
      @Marked('above')
      @Invalidates('orders')
      above(id: number): void {
        happened.push(id);
      }

      @Invalidates('orders')
      @Marked('below')
      below(id: number): void {
        happened.push(id);
      }
    }
    const orders = await create(Orders);
    const reflector = new Reflector();
    for (const name of ['above', 'below'] as const) {
      const method = Reflect.get(orders, name);
      expect([reflector.get('marked', method), method.name, method.length]).toEqual([name, name, 1]);
    }
  });

  it('can be repeated: the topics of all are published once', async () => {
    @Injectable()
    class Orders {
      @Invalidates('orders')
      @Marked('between')
      @Invalidates((context) => ['stock', `order:${context.getArgByIndex<number>(0)}`])
      add(id: number): Promise<number> {
        return Promise.resolve(id);
      }
    }
    const orders = await create(Orders);
    await orders.add(7);
    await asHandler(orders, 'add')(8);
    expect(happened).toEqual([
      ['stock', 'order:7', 'orders'],
      ['stock', 'order:8', 'orders'],
    ]);
  });

  it('is inherited, and keeps what the class injects itself', async () => {
    @Injectable()
    class Names {
      readonly prefix = 'order';
    }
    @Injectable()
    class Base {
      @Inject(Names)
      protected readonly names!: Names;

      @Invalidates('orders')
      async list(): Promise<string[]> {
        return lastValueFrom(of(this.names.prefix).pipe(toArray()));
      }
    }
    @Injectable()
    class Orders extends Base {}
    const orders = await create(Orders, Names);
    expect(await orders.list()).toEqual(['order']);
    expect(happened).toEqual([['orders']]);
  });
});
