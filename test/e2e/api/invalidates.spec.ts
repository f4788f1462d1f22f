import { once } from 'node:events';
import { Controller, HttpCode, Injectable, Module, Param, Post } from '@nestjs/common';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Observable, of } from 'rxjs';
import type { Subscription } from 'rxjs';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { DashboardModule, Invalidates, type LoadedFrame, Source } from '../../../server/index.js';
import { ChangeBus } from '../../../server/change-bus/change-bus.js';
import { RunningApp } from '../../support/server/running-app.js';

/** The orders that the source shows and all handlers change. */
const orders: string[] = [];

@Injectable()
class OrdersSource extends Source {
  readonly name = 'orders';
  readonly schema = z.looseObject({ source: z.literal('orders') });

  topics(): string[] {
    return ['orders'];
  }

  load(): Promise<LoadedFrame> {
    return Promise.resolve({ fields: [{ name: 'count', type: 'number', values: [orders.length] }] });
  }
}

@Controller('orders')
class OrdersController {
  @Post('single/:id')
  @HttpCode(200)
  @Invalidates((context) => [
    'orders',
    `order:${context.switchToHttp().getRequest<{ params: { id: string } }>().params.id}`,
  ])
  add(@Param('id') id: string): { id: string } {
    orders.push(id);
    return { id };
  }

  @Post('observable')
  @HttpCode(200)
  @Invalidates('orders')
  addObservable(): Observable<string> {
    orders.push('observable');
    return of('first', 'last');
  }

  @Post('iterator')
  @HttpCode(200)
  @Invalidates('orders')
  async *addEach(): AsyncGenerator<string> {
    for (const each of ['a', 'b']) {
      orders.push(each);
      yield await Promise.resolve(`${each}\n`);
    }
  }
}

@WebSocketGateway({ path: '/ws/orders' })
class OrdersGateway {
  @SubscribeMessage('add')
  @Invalidates((context) => ['orders', `order:${context.switchToWs().getData<string>()}`])
  add(@MessageBody() id: string): { event: string; data: string } {
    orders.push(id);
    return { event: 'added', data: id };
  }
}

@Injectable()
class OrdersImport {
  @Cron('0 0 * * *', { name: 'above', disabled: true })
  @Invalidates('orders')
  async importAbove(): Promise<void> {
    await Promise.resolve();
    orders.push('cron');
  }

  @Invalidates((context) => ['orders', `job:${context.getType<string>()}`])
  @Cron('0 0 * * *', { name: 'below', disabled: true })
  importBelow(): void {
    orders.push('cron');
  }
}

@Module({
  imports: [ScheduleModule.forRoot(), DashboardModule.forFeature({ sources: [OrdersSource] })],
  controllers: [OrdersController],
  providers: [OrdersGateway, OrdersImport],
})
class ShopModule {}

describe('@Invalidates in an application', () => {
  let running: RunningApp;
  let changes: (readonly string[])[];
  let subscription: Subscription;
  beforeAll(async () => {
    running = await RunningApp.start({ imports: [ShopModule] });
    await running.api.createBoard('orders', [], {
      panels: [
        { id: 'n', type: 'number', title: 'Orders', query: { source: 'orders' }, layout: { x: 0, y: 0, w: 3, h: 2 } },
      ],
    });
  });
  afterAll(() => running.close());
  beforeEach(async () => {
    orders.length = 0;
    changes = [];
    await running.app.get(ChangeBus).publish(['orders']);
    expect(await running.api.panelValue('orders', 'n')).toBe(0);
    subscription = running.app.get(ChangeBus).changes$.subscribe(({ topics }) => {
      if (topics.includes('orders')) changes.push(topics);
    });
  });
  afterEach(() => {
    subscription.unsubscribe();
  });

  it('publishes what an HTTP handler changed once, before the response', async () => {
    expect((await running.api.post('/orders/single/7', '')).json()).toEqual({ id: '7' });
    expect(changes).toEqual([['orders', 'order:7']]);
    expect(await running.api.panelValue('orders', 'n')).toBe(1);
  });

  it('publishes what a handler changed that returns an observable', async () => {
    expect((await running.api.post('/orders/observable', '')).text).toBe('last');
    expect(changes).toEqual([['orders']]);
    expect(await running.api.panelValue('orders', 'n')).toBe(1);
  });

  it('publishes what an async iterator changed before the end of the response', async () => {
    expect((await running.api.post('/orders/iterator', '')).text).toBe('a\nb\n');
    expect(changes).toEqual([['orders']]);
    expect(await running.api.panelValue('orders', 'n')).toBe(2);
  });

  it('publishes what a gateway changed once, before the answer', async () => {
    const socket = new WebSocket(`${running.base.replace('http', 'ws')}/ws/orders`);
    await once(socket, 'open');
    socket.send(JSON.stringify({ event: 'add', data: '8' }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString())).toEqual({ event: 'added', data: '8' });
    expect(changes).toEqual([['orders', 'order:8']]);
    expect(await running.api.panelValue('orders', 'n')).toBe(1);
    socket.close();
    await once(socket, 'close');
  });

  it.each([
    ['above', ['orders']],
    ['below', ['orders', 'job:method']],
  ])('publishes what a cron method changed once, with @Cron %s', async (name, topics) => {
    await running.app.get(SchedulerRegistry, { strict: false }).getCronJob(name).fireOnTick();
    expect(changes).toEqual([topics]);
    expect(await running.api.panelValue('orders', 'n')).toBe(1);
  });
});
