import { once } from 'node:events';
import { Controller, HttpCode, type INestApplication, Injectable, Module, Param, Post } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Observable, of } from 'rxjs';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Snapshot } from '../../../wire/schemas/snapshot.js';
import {
  Boards,
  DashboardModule,
  Invalidates,
  type LoadedFrame,
  NotificationQueue,
  Source,
} from '../../../server/index.js';
import type { ApiClient } from '../../support/server/api-client.js';
import { lastValue } from '../../support/server/frame-values.js';
import { HostApp, type Platform } from '../../support/embedding/host-app.js';
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

/** An application that is under test. */
interface Application {
  readonly app: INestApplication;
  /** Sends requests to the application. */
  readonly api: ApiClient;
  /** The URL of the server. */
  readonly base: string;
  close(): Promise<void>;
}

const host = (platform: Platform): Promise<Application> =>
  HostApp.start({
    platform,
    imports: [ShopModule],
    configure: (app) => app.useWebSocketAdapter(new WsAdapter(app)),
  });

describe.each<[string, () => Promise<Application>]>([
  ['the server with an extension', () => RunningApp.start({ imports: [ShopModule] })],
  ['an application on express', () => host('express')],
  ['an application on fastify', () => host('fastify')],
])('@Invalidates in %s', (_name, start) => {
  let running: Application;
  let publish: jest.SpiedFunction<NotificationQueue['publish']>;
  beforeAll(async () => {
    running = await start();
    await running.app.get(Boards, { strict: false }).create({
      slug: 'orders',
      title: 'Orders',
      panels: [
        { id: 'n', type: 'number', title: 'N', query: { source: 'orders' }, layout: { x: 0, y: 0, w: 3, h: 2 } },
      ],
    });
  });
  afterAll(() => running.close());
  beforeEach(async () => {
    orders.length = 0;
    await running.app.get(NotificationQueue, { strict: false }).publish('orders');
    expect(await shownOrders()).toBe(0);
    publish = jest.spyOn(NotificationQueue.prototype, 'publish');
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Returns the topics of each change of orders. */
  function published(): string[][] {
    return publish.mock.calls.filter((topics) => topics.includes('orders'));
  }

  async function shownOrders(): Promise<unknown> {
    const response = await fetch(`${running.base}/api/v1/boards/orders/data`);
    return lastValue(((await response.json()) as Snapshot).panels.n?.frame);
  }

  it('publishes what an HTTP handler changed once, before the response', async () => {
    expect((await running.api.post('/orders/single/7', '')).json()).toEqual({ id: '7' });
    expect(published()).toEqual([['orders', 'order:7']]);
    expect(await shownOrders()).toBe(1);
  });

  it('publishes what a handler changed that returns an observable', async () => {
    expect((await running.api.post('/orders/observable', '')).text).toBe('last');
    expect(published()).toEqual([['orders']]);
    expect(await shownOrders()).toBe(1);
  });

  it('publishes what an async iterator changed before the end of the response', async () => {
    expect((await running.api.post('/orders/iterator', '')).text).toBe('a\nb\n');
    expect(published()).toEqual([['orders']]);
    expect(await shownOrders()).toBe(2);
  });

  it('publishes what a gateway changed once, before the answer', async () => {
    const socket = new WebSocket(`${running.api.base.replace('http', 'ws')}/ws/orders`);
    await once(socket, 'open');
    socket.send(JSON.stringify({ event: 'add', data: '8' }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString())).toEqual({ event: 'added', data: '8' });
    expect(published()).toEqual([['orders', 'order:8']]);
    expect(await shownOrders()).toBe(1);
    socket.close();
    await once(socket, 'close');
  });

  it.each([
    ['above', ['orders']],
    ['below', ['orders', 'job:method']],
  ])('publishes what a cron method changed once, with @Cron %s', async (name, topics) => {
    await running.app.get(SchedulerRegistry, { strict: false }).getCronJob(name).fireOnTick();
    expect(published()).toEqual([topics]);
    expect(await shownOrders()).toBe(1);
  });
});
