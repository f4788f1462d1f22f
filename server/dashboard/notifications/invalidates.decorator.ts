import { Inject, Logger, SetMetadata, type Type, UseInterceptors } from '@nestjs/common';
import { afterSuccess } from './after-success.js';
import { INVALIDATION, Invalidation, type InvalidatedTopics } from './invalidation.js';
import { InvalidationInterceptor } from './invalidation.interceptor.js';
import { MethodCallContext } from './method-call-context.js';
import { NotificationQueue } from './notification-queue.js';

/** The property that Nest injects the queue into. */
const QUEUE = Symbol('NotificationQueue of @Invalidates');

type Method = (this: Instance | undefined, ...args: unknown[]) => unknown;

interface Instance {
  /** Undefined in an instance that Nest did not create, as in a unit test. */
  readonly [QUEUE]?: NotificationQueue;
}

/**
 * Marks a method that changes data, and names the topics that it changes. They are published after the method has succeeded: before
 * the response, before the promise of the caller resolves, before the end of an observable or async iterator. It works in every
 * class that Nest creates:
 *
 * - for handlers of controllers, gateways and microservices. A function of topics gets Nest's `ExecutionContext`.
 * - for methods that are called directly, such as those with `@Cron`. The function then gets a context of the type `method`, whose
 *   `getArgs()` are the arguments. A method that returns no promise returns before its topics are published.
 *
 * @example
 * ```ts
 * @Invalidates('board:shop')
 * @Invalidates((context) => `order:${context.switchToHttp().getRequest().params.id}`)
 * @Invalidates((context) => `order:${context.getArgByIndex(0)}`) // called directly, as `complete(id)`
 * ```
 */
export function Invalidates(topics: InvalidatedTopics): MethodDecorator {
  return (target, key, descriptor): void => {
    const method = descriptor.value as Method;
    const declared = Reflect.getOwnMetadata(INVALIDATION, method) as Invalidation | undefined;
    const invalidation = declared ?? new Invalidation();
    invalidation.add(topics);
    if (declared) return;
    const wrapped = wrap(method, invalidation);
    (descriptor as PropertyDescriptor).value = wrapped;
    SetMetadata(INVALIDATION, invalidation)(target, key, descriptor);
    UseInterceptors(InvalidationInterceptor)(target, key, descriptor);
    Inject(NotificationQueue)(target, QUEUE);
  };
}

/** Returns the method with the same name, parameters and metadata. If it is called directly, it publishes the topics. */
function wrap(method: Method, invalidation: Invalidation): Method {
  const wrapped: Method = function (...args) {
    const run = (): unknown => method.apply(this, args);
    if (invalidation.isIntercepted) return invalidation.runMethod(run);
    const queue = this?.[QUEUE];
    if (!queue) return run();
    const context = new MethodCallContext(this.constructor as Type, wrapped, args);
    // Evaluated before the method runs, so that nothing is changed if the topics cannot be found.
    const topics = invalidation.topicsOf(context);
    return afterSuccess(
      run(),
      () => queue.publish(...topics),
      (error) => {
        new Logger('Invalidates').error(`The changes of ${context.name} could not be published.`, error);
      },
    );
  };
  Object.defineProperties(wrapped, {
    name: { value: method.name, configurable: true },
    length: { value: method.length, configurable: true },
  });
  for (const key of Reflect.getOwnMetadataKeys(method)) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, method), wrapped);
  }
  return wrapped;
}
