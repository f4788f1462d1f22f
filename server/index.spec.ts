import { rmSync } from 'node:fs';
import { Controller, Get, HttpCode, Injectable, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  configure,
  createAdapter,
  DashboardModule,
  Invalidates,
  type LoadedFrame,
  NotificationQueue,
  Problem,
  Settings,
  Source,
} from './index.js';
import { makeTempDir } from '../test/support/make-temp-dir.js';

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

@Controller()
class ShopController {
  @Get()
  home(): string {
    return 'the shop';
  }

  @Post('orders')
  @HttpCode(200)
  @Invalidates('orders')
  order(): { ok: boolean } {
    return { ok: true };
  }

  @Get('broken')
  broken(): never {
    throw new Problem(418, 'Only coffee is sold here.');
  }
}

const dataDir = makeTempDir();

@Module({
  imports: [
    DashboardModule.forRoot({ dataDir, cacheTtlMs: 5_000, notifyIntervalMs: 10, logLevel: 'silent' }),
    DashboardModule.forFeature({ sources: [Orders] }),
  ],
  controllers: [ShopController],
})
class ShopModule {}

let app: NestFastifyApplication;
let base: string;

beforeAll(async () => {
  const testing = await Test.createTestingModule({ imports: [ShopModule] }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(createAdapter(), { logger: false });
  await configure(app);
  await app.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
});

afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true });
});

describe('an application that embeds Boardcast', () => {
  it('has the routes of Boardcast and its own routes', async () => {
    expect(await (await fetch(`${base}/`)).text()).toBe('the shop');
    expect(await (await fetch(`${base}/health/ready`)).json()).toEqual({ status: 'ready' });
    expect(await (await fetch(`${base}/api/v1/boards/inbox/data`)).json()).toMatchObject({ board: 'inbox' });
  });

  it('overrides some settings and keeps the defaults of others', () => {
    expect(app.get(Settings)).toMatchObject({ cacheTtlMs: 5_000, pollIntervalMs: 60_000 });
  });

  it('answers its errors with problem documents', async () => {
    const response = await fetch(`${base}/broken`);
    expect(response.status).toBe(418);
    expect(await response.json()).toMatchObject({ detail: 'Only coffee is sold here.' });
  });

  it('publishes changes from its own handlers, and shows its own source', async () => {
    const board = {
      slug: 'shop',
      title: 'Shop',
      panels: [
        { id: 'n', type: 'number', title: 'Orders', query: { source: 'orders' }, layout: { x: 0, y: 0, w: 3, h: 2 } },
      ],
    };
    const headers = { 'content-type': 'application/json' };
    const created = await fetch(`${base}/api/v1/boards`, { method: 'POST', headers, body: JSON.stringify(board) });
    expect([created.status, await created.json()]).toEqual([201, expect.objectContaining({ slug: 'shop' })]);
    const count = async (): Promise<unknown> => {
      const response = await fetch(`${base}/api/v1/boards/shop/data`);
      const { panels } = (await response.json()) as { panels: { n: { frame: LoadedFrame } } };
      return panels.n.frame.fields[0]?.values[0];
    };
    expect(await count()).toBe(0);
    app.get(Orders, { strict: false }).count = 1;
    expect(await count()).toBe(0);
    expect(await (await fetch(`${base}/orders`, { method: 'POST' })).json()).toEqual({ ok: true });
    expect(await count()).toBe(1);
    app.get(Orders, { strict: false }).count = 2;
    await app.get(NotificationQueue).publish('orders');
    expect(await count()).toBe(2);
  });
});
