import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../../server/app.module.js';
import type { SettingValues } from '../../../server/config/settings.js';
import { configure } from '../../../server/configure-app.js';
import { type HttpServer, RequestRouter } from '../../../server/embedding/request-router.js';
import { createAdapter } from '../../../server/http/fastify-adapter.js';
import { Clock } from '../../../server/index.js';
import { ApiClient } from './api-client.js';
import { createPlatformAdapter, type Platform } from '../embedding/host-app.js';
import type { ManualClock } from './manual-clock.js';
import { databaseSettingsFor } from '../database/test-database.js';
import { makeTempDir } from '../make-temp-dir.js';
import { testSettings } from './test-settings.js';

export interface RunningAppOptions {
  /** Modules of a third party. */
  readonly imports?: (Type | DynamicModule)[];
  readonly settings?: Partial<SettingValues>;
  /** By default, the system clock. */
  readonly clock?: ManualClock;
}

/** The whole application within the process of the test, for tests with modules or a clock of their own. */
export class RunningApp {
  readonly api: ApiClient;

  private constructor(
    readonly app: NestFastifyApplication,
    private readonly host: INestApplication | undefined,
    private readonly dataDir: string,
    private readonly clock?: ManualClock,
  ) {
    const { port } = this.server.address() as AddressInfo;
    this.api = new ApiClient(`http://127.0.0.1:${port}`);
  }

  static async start({ imports = [], settings, clock }: RunningAppOptions = {}): Promise<RunningApp> {
    const dataDir = makeTempDir();
    const appSettings = testSettings({ ...(await databaseSettingsFor(dataDir)), ...settings });
    const testing = Test.createTestingModule({ imports: [AppModule.forRoot(appSettings, { extensions: imports })] });
    const compiled = await (clock ? testing.overrideProvider(Clock).useValue(clock) : testing).compile();
    const app = compiled.createNestApplication<NestFastifyApplication>(createAdapter(), { logger: false });
    await configure(app);
    const host = globalThis.testPlatform && (await embed(app, globalThis.testPlatform));
    if (!host) await app.listen(0, '127.0.0.1');
    return new RunningApp(app, host, dataDir, clock);
  }

  /** The server that listens. */
  get server(): Server {
    return (this.host ?? this.app).getHttpServer() as Server;
  }

  get base(): string {
    return this.api.base;
  }

  /** Advances the manual clock in real time until `work` settles, for work that waits for both timers and I/O. */
  async advanceUntil<T>(work: Promise<T>): Promise<T> {
    const state = { isDone: false };
    const watched = work.finally(() => (state.isDone = true));
    watched.catch(() => undefined);
    for (let last = performance.now(); !state.isDone;) {
      await setTimeout(1);
      // Clocks have whole milliseconds.
      const passedMs = Math.floor(performance.now() - last);
      this.clock?.advance(passedMs);
      last += passedMs;
    }
    return watched;
  }

  async close(): Promise<void> {
    await this.advanceUntil(this.app.close());
    await this.host?.close();
    rmSync(this.dataDir, { recursive: true });
  }
}

/** Runs the application within another one, which listens, like `DashboardModule.forRoot({ prefix: '/' })`. */
async function embed(app: NestFastifyApplication, platform: Platform): Promise<INestApplication> {
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const testing = await Test.createTestingModule({}).compile();
  const host = testing.createNestApplication(createPlatformAdapter(platform), { logger: false });
  new RequestRouter(host.getHttpServer() as HttpServer, app.getHttpServer(), '').start();
  await host.listen(0, '127.0.0.1');
  return host;
}
