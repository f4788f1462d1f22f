import { Body, ConflictException, Controller, Get, Injectable, Post, type Type } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { HostApp, PLATFORMS } from '../../test/support/embedding/host-app.js';
import { TestSocket } from '../../test/support/server/test-socket.js';
import {
  Boards,
  Clock,
  DashboardModule,
  EventWriter,
  Invalidates,
  type LoadedFrame,
  MetricWriter,
  NotificationQueue,
  Settings,
  Source,
  StatusWriter,
  TableWriter,
} from '../index.js';

const querySchema = z.object({ source: z.literal('orders') });

@Injectable()
class Orders extends Source<z.infer<typeof querySchema>> {
  readonly name = 'orders';
  readonly schema = querySchema;
  count = 0;

  topics(): string[] {
    return ['orders'];
  }

  load(): Promise<LoadedFrame> {
    return Promise.resolve({ fields: [{ name: 'count', type: 'number', values: [this.count] }] });
  }
}

/** Routes of a shop, at the same paths as those of Boardcast. */
@Controller()
class ShopController {
  @Get()
  home(): string {
    return 'the shop';
  }

  @Get('health')
  health(): object {
    return { shop: 'healthy' };
  }

  @Get('metrics')
  metrics(): string {
    return 'shop_orders 1';
  }

  @Post('api/v1/events')
  event(@Body() body: unknown): object {
    return { received: body };
  }

  @Post('orders')
  @Invalidates('orders')
  order(): { ok: boolean } {
    return { ok: true };
  }

  @Get('sold-out')
  soldOut(): never {
    throw new ConflictException({ code: 'SOLD_OUT', left: 0 });
  }
}

const board = {
  slug: 'shop',
  title: 'Shop',
  panels: [
    { id: 'n', type: 'number', title: 'Orders', query: { source: 'orders' }, layout: { x: 0, y: 0, w: 3, h: 2 } },
  ],
};

describe.each(PLATFORMS)('an application on %s that imports Boardcast', (platform) => {
  let host: HostApp;

  beforeAll(async () => {
    host = await HostApp.start({
      platform,
      options: { cacheTtlMs: 5_000 },
      imports: [DashboardModule.forFeature({ sources: [Orders] })],
      controllers: [ShopController],
    });
  });
  afterAll(() => host.close());

  it('keeps its own routes, also at paths that Boardcast has', async () => {
    expect((await host.api.request('/')).text).toBe('the shop');
    expect((await host.api.request('/health')).json()).toEqual({ shop: 'healthy' });
    expect((await host.api.request('/metrics')).text).toBe('shop_orders 1');
    const event = { title: 'sold' };
    expect((await host.api.sendJson('POST', '/api/v1/events', event)).json()).toEqual({ received: event });
    expect((await host.api.request('/boardcasts')).status).toBe(404);
  });

  it('answers the routes of Boardcast below the prefix', async () => {
    expect((await host.api.request('/boardcast/health/ready')).json()).toEqual({ status: 'ready' });
    expect((await host.api.request('/boardcast/metrics')).text).toContain('boardcast_connections 0');
    expect((await host.api.request('/boardcast/api/v1/boards/inbox/data?range=1h')).json()).toMatchObject({
      board: 'inbox',
    });
    expect((await host.api.request(`${host.base}/health/live`)).status).toBe(200);
  });

  it('names paths with the prefix', async () => {
    const pushed = await host.api.post('/boardcast/api/v1/metrics/a', '1');
    expect(pushed.json()).toMatchObject({ board: '/boardcast/boards/inbox' });
    const missing = await host.api.request('/boardcast/api/nothing?x=1');
    expect([missing.status, missing.json()]).toEqual([
      404,
      expect.objectContaining({
        detail: 'There is no route GET /boardcast/api/nothing. See /boardcast/api/docs for all routes.',
      }),
    ]);
    expect((await host.api.request('/boardcast/api/openapi.json')).json()).toMatchObject({
      servers: [{ url: '/boardcast' }],
    });
    expect((await host.api.request('/boardcast/api/docs')).text).toContain('<base href="/boardcast/api/docs/" />');
  });

  it('leaves bodies to Boardcast, whatever their type and size', async () => {
    expect((await host.api.post('/boardcast/api/v1/metrics/form', '42')).json()).toMatchObject({ value: 42 });
    const items = Array.from({ length: 5_000 }, (_, i) => ({ key: 'many', value: i, tags: { place: 'x'.repeat(60) } }));
    expect((await host.api.sendJson('POST', '/boardcast/api/v1/metrics', items)).json()).toEqual({ accepted: 5_000 });
    const invalid = await host.api.request('/boardcast/api/v1/boards', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect([invalid.status, invalid.headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it('answers its own errors in its own form', async () => {
    const response = await host.api.request('/sold-out');
    expect([response.status, response.json()]).toEqual([409, { code: 'SOLD_OUT', left: 0 }]);
    const unknown = await host.api.request('/nowhere');
    expect(unknown.json()).toMatchObject({ statusCode: 404, message: 'Cannot GET /nowhere' });
  });

  it('serves its own routes to other hosts, origins and proxies, and those of Boardcast only as configured', async () => {
    for (const headers of [
      { host: 'shop.example' },
      { origin: 'https://elsewhere.example' },
      { 'x-forwarded-for': '1.2.3.4' },
    ]) {
      const own = await host.api.request('/', { headers });
      expect([own.status, own.headers['cross-origin-resource-policy']]).toEqual([200, undefined]);
      expect((await host.api.request('/boardcast/api/v1/boards', { headers })).status).toBe(403);
    }
  });

  it('shows its own source, and publishes changes from its own handlers', async () => {
    expect((await host.api.sendJson('POST', '/boardcast/api/v1/boards', board)).headers.location).toBe(
      '/boardcast/api/v1/boards/shop',
    );
    const count = async (): Promise<unknown> => {
      const { panels } = (await host.api.request('/boardcast/api/v1/boards/shop/data')).json() as {
        panels: { n: { frame: LoadedFrame } };
      };
      return panels.n.frame.fields[0]?.values[0];
    };
    const orders = host.app.get(Orders, { strict: false });
    expect(await count()).toBe(0);
    orders.count = 1;
    expect(await count()).toBe(0);
    await host.api.post('/orders', '');
    expect(await count()).toBe(1);
    orders.count = 2;
    await host.app.get(NotificationQueue).publish('orders');
    expect(await count()).toBe(2);
  });

  it('notifies the clients of the WebSocket', async () => {
    await host.api.post('/boardcast/api/v1/metrics/live', '1');
    const client = await TestSocket.open(host.base);
    await client.subscribe('inbox');
    await host.api.post('/boardcast/api/v1/metrics/live', '2');
    expect(await client.next('changed')).toMatchObject({ board: 'inbox' });
    await client.close();
  });

  it('writes points, statuses, events, tables and boards from code', async () => {
    const get = <T>(token: Type<T>): T => host.app.get(token);
    await get(MetricWriter).write({ key: 'code.points', value: 5 });
    await get(StatusWriter).write({ key: 'code.status', state: 'ok' });
    await get(EventWriter).write({ title: 'from code' });
    await get(TableWriter).write({ key: 'code', columns: [{ name: 'a' }], rows: [['x']] });
    await get(Boards).create({ slug: 'code', title: 'Code', panels: [] });
    const text = async (path: string): Promise<string> => (await host.api.request(`/boardcast/api/v1/${path}`)).text;
    expect(await text('metrics')).toContain('code.points');
    expect(await text('statuses')).toContain('code.status');
    expect(await text('events')).toContain('from code');
    expect(await text('tables')).toContain('code');
    expect(await text('boards')).toContain('"code"');
  });

  it('can inject what is public', () => {
    expect(host.app.get(Settings)).toMatchObject({ cacheTtlMs: 5_000, prefix: '/boardcast' });
    expect(host.app.get(Clock)).toBeInstanceOf(Clock);
    expect(host.app.get(NotificationQueue)).toBeInstanceOf(NotificationQueue);
  });
});
