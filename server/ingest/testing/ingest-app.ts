import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '../../../test/harness/manual-clock.js';
import { Clock } from '../../base/clock.js';
import { Telemetry } from '../../base/telemetry.js';
import { Settings } from '../../config/settings.js';
import { FeatureRegistry } from '../../dashboard/feature-registry.js';
import { NotificationQueue } from '../../dashboard/notification-queue.js';
import { BoardLocator } from '../board-locator.js';
import { IngestModule } from '../ingest.module.js';

@Global()
@Module({})
class SurroundingsModule {}

/** The ingest API alone, over real HTTP and a database of its own, in a stranger's Nest application. */
export class IngestApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly clock: ManualClock,
    /** Topics of each announcement. */
    readonly announced: string[][],
    private readonly dataDir: string,
    private readonly address: string,
  ) {}

  static async start(settings: Partial<Settings> = {}): Promise<IngestApp> {
    const dataDir = mkdtempSync(join(tmpdir(), 'boardcast-ingest-'));
    const clock = new ManualClock();
    const announced: string[][] = [];
    const announce = (...topics: string[]): Promise<unknown> => Promise.resolve(announced.push(topics));
    const providers = [
      { provide: Settings, useValue: { dataDir, maxSeries: 100, retentionMs: 604_800_000, ...settings } },
      { provide: Clock, useValue: clock },
      { provide: NotificationQueue, useValue: { announce } },
      { provide: BoardLocator, useValue: { locate: (key: string) => (key === 'lost' ? null : '/boards/inbox') } },
      Telemetry,
      FeatureRegistry,
    ];
    const module = {
      module: class {},
      imports: [
        { module: SurroundingsModule, providers, exports: providers.map((p) => ('provide' in p ? p.provide : p)) },
        IngestModule,
      ],
    };
    const adapter = new FastifyAdapter({ routerOptions: { maxParamLength: 16_384 } });
    const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
      logger: false,
      abortOnError: false,
    });
    await app.listen(0, '127.0.0.1');
    return new IngestApp(app, clock, announced, dataDir, await app.getUrl());
  }

  /** `path` goes after `/api/v1/metrics`. */
  ask(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.address}/api/v1/metrics${path}`, init);
  }

  push(path: string, body: BodyInit, headers: HeadersInit = {}): Promise<Response> {
    return this.ask(path, { method: 'POST', body, headers });
  }

  async close(): Promise<void> {
    await this.app.close();
    rmSync(this.dataDir, { recursive: true });
  }
}
