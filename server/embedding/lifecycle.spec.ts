import { Injectable, Module, type OnModuleDestroy, type OnModuleInit, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { HostApp, PLATFORMS } from '../../test/support/embedding/host-app.js';
import { TestSocket } from '../../test/support/server/test-socket.js';
import { useTempDirPerTest } from '../../test/support/use-temp-dir.js';
import { Collector, DashboardModule, NotificationQueue, type Sample, Settings } from '../index.js';

const HOOKS = [
  'onModuleInit',
  'onModuleDestroy',
  'onApplicationBootstrap',
  'beforeApplicationShutdown',
  'onApplicationShutdown',
];

let dataDir: string;
useTempDirPerTest((path) => (dataDir = path));

@Injectable()
class ShopConfig {
  readonly boards = { prefix: '/live', maxBoards: 7 };
}
@Module({ providers: [ShopConfig], exports: [ShopConfig] })
class ShopConfigModule {}

/** Uses Boardcast in its own lifecycle hook. */
@Injectable()
class PublishAtStart implements OnModuleInit {
  revision = 0;
  constructor(private readonly queue: NotificationQueue) {}

  async onModuleInit(): Promise<void> {
    ({ revision: this.revision } = await this.queue.publish('orders'));
  }
}
@Module({ providers: [PublishAtStart] })
class PublishAtStartModule {}

describe('DashboardModule.forRootAsync', () => {
  it('gets its options from other providers', async () => {
    const testing = await Test.createTestingModule({
      imports: [
        DashboardModule.forRootAsync({
          imports: [ShopConfigModule],
          inject: [ShopConfig],
          useFactory: async ({ boards }: ShopConfig) => Promise.resolve({ ...boards, dataDir }),
        }),
      ],
    }).compile();
    expect(testing.get(Settings)).toMatchObject({ prefix: '/live', maxBoards: 7, dataDir });
    await testing.close();
  });

  it('rejects invalid options of the factory', async () => {
    const root = DashboardModule.forRootAsync({ useFactory: () => ({ dataDir, retentionMs: -1, cacheTtlMs: NaN }) });
    await expect(Test.createTestingModule({ imports: [root] }).compile()).rejects.toThrow(
      /2 options are invalid:\n {2}retentionMs is -1.*\n {2}cacheTtlMs is NaN/,
    );
  });
});

describe('DashboardModule.forRoot', () => {
  it('rejects a second import with a clear message', async () => {
    const imports = [DashboardModule.forRoot({ dataDir }), DashboardModule.forRoot({ dataDir, prefix: '/second' })];
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow(
      /DashboardModule\.forRoot\(\) is imported more than once.*forFeature/,
    );
  });

  it('works without HTTP, as in a worker, and is ready in the hooks of other modules', async () => {
    const imports = [PublishAtStartModule, DashboardModule.forRoot({ dataDir })];
    const worker = await NestFactory.createApplicationContext({ imports } as never, {
      logger: false,
      abortOnError: false,
    });
    expect(worker.get(PublishAtStart, { strict: false }).revision).toBeGreaterThan(0);
    await worker.close();
  });

  it('opens the same data again after the application has closed', async () => {
    for (let run = 0; run < 2; run += 1) {
      const host = await HostApp.start({ options: { dataDir } });
      const boards = await host.api.request('/boardcast/api/v1/boards/this-server');
      expect(boards.status).toBe(200);
      await host.close();
    }
  });
});

describe.each(PLATFORMS)('an application on %s that stops', (platform) => {
  it('asks the clients of Boardcast to reconnect, and answers running requests', async () => {
    const host = await HostApp.start({ platform });
    const client = await TestSocket.open(host.base);
    await client.subscribe('inbox');
    const pushed = host.api.post('/boardcast/api/v1/metrics/last', '1');
    const received = await host.api.request('/boardcast/api/v1/boards/inbox/data');
    expect(received.status).toBe(200);
    const closed = host.close();
    expect(await client.next('drain')).toMatchObject({ graceMs: expect.any(Number) });
    expect(await client.closed).toMatchObject({ code: 1012 });
    expect((await pushed).status).toBe(200);
    await closed;
  });
});

describe('an application on Fastify', () => {
  it('answers requests of inject, and of further servers for other addresses', async () => {
    const host = await HostApp.start({ platform: 'fastify' });
    const fastify = host.app.getHttpAdapter().getInstance() as FastifyInstance;
    const injected = await fastify.inject('/boardcast/health/live');
    expect([injected.statusCode, injected.json()]).toEqual([200, { status: 'live' }]);
    const pushed = await fastify.inject({ method: 'POST', url: '/boardcast/api/v1/metrics/a', payload: '42' });
    expect(pushed.json()).toMatchObject({ key: 'a', value: 42 });
    expect((await fastify.inject('/boardcastx')).statusCode).toBe(404);
    await host.close();
  });

  it('does not start with HTTP/2, and says why', async () => {
    const testing = await Test.createTestingModule({ imports: [DashboardModule.forRoot({ dataDir })] }).compile();
    const app = testing.createNestApplication(new FastifyAdapter({ http2: true }), { logger: false });
    await expect(app.init()).rejects.toThrow('Boardcast needs an application with HTTP/1.1');
    await app.close();
  });
});

describe('the providers of Boardcast in an application', () => {
  it('have no hooks, which both applications would run', async () => {
    const forRoot = DashboardModule.forRoot({ dataDir });
    const testing = await Test.createTestingModule({ imports: [forRoot] }).compile();
    for (const token of forRoot.exports as Type<object>[]) {
      const provider = testing.get<object>(token);
      const hooks = HOOKS.filter((hook) => hook in provider);
      expect([token.name, hooks]).toEqual([token.name, []]);
    }
    await testing.close();
  });
});

describe('the collectors of an application', () => {
  it('run only while the providers of the application are ready', async () => {
    const log: string[] = [];
    @Injectable()
    class Warehouse implements OnModuleInit, OnModuleDestroy {
      onModuleInit(): void {
        log.push('ready');
      }
      onModuleDestroy(): void {
        log.push('closed');
      }
    }
    @Module({ providers: [Warehouse], exports: [Warehouse] })
    class WarehouseModule {}
    @Injectable()
    class StockCollector extends Collector {
      readonly name = 'stock';
      readonly every = '100ms';
      collect(): Sample[] {
        if (log.at(-1) !== 'collect') log.push('collect');
        return [];
      }
    }
    const host = await HostApp.start({
      imports: [DashboardModule.forFeature({ imports: [WarehouseModule], collectors: [StockCollector] })],
    });
    await host.close();
    expect(log).toEqual(['ready', 'collect', 'closed']);
  });
});
