import { Body, Controller, Global, HttpCode, Module, Post, type Type } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { rmSync } from 'node:fs';
import type { Query } from '../../../wire/schemas/board.js';
import { ManualClock } from './manual-clock.js';
import { testSettings } from './test-settings.js';
import { databaseSettingsFor } from '../database/test-database.js';
import { makeTempDir } from '../make-temp-dir.js';
import { Clock } from '../../../server/common/time/clock.js';
import { BodyMemoryBudget } from '../../../server/http/bodies/body-memory-budget.js';
import { RequestBodies } from '../../../server/http/bodies/request-bodies.js';
import { Telemetry } from '../../../server/common/telemetry.js';
import { Settings } from '../../../server/config/settings.js';
import { FeatureRegistry } from '../../../server/dashboard/feature-registry.js';
import { NotificationQueue } from '../../../server/dashboard/notifications/notification-queue.js';
import { BoardLocator } from '../../../server/dashboard/contracts/board-locator.js';
import { RecordTelemetry } from '../../../server/common/record-telemetry.js';
import { EventsModule } from '../../../server/events/events.module.js';
import { IngestModule } from '../../../server/ingest/ingest.module.js';
import { MetricsModule } from '../../../server/metrics/metrics.module.js';
import { StatusesModule } from '../../../server/statuses/statuses.module.js';
import { TablesModule } from '../../../server/tables/tables.module.js';

@Controller()
class EchoController {
  @Post('echo')
  @HttpCode(200)
  echo(@Body() body: unknown): unknown {
    return body;
  }
}

const FEATURES = [MetricsModule, EventsModule, StatusesModule, TablesModule, IngestModule];

@Global()
@Module({})
class DependenciesModule {}

@Module({ controllers: [EchoController] })
class HostModule {}

/** The ingest modules over HTTP, with a database of their own, within the Nest application of a third party. */
export class IngestApp {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly dataDir: string,
    readonly address: string,
    /** The topics of each call of `publish`. */
    readonly published: string[][],
  ) {}

  /**
   * @param filters exception filters of the application
   * @param clock the system clock for clients that send timestamps of their own
   * @param own settings of the test
   */
  static async start(
    filters: readonly Type[],
    clock: Clock = new ManualClock(),
    own: Partial<Settings> = {},
  ): Promise<IngestApp> {
    const dataDir = makeTempDir();
    const published: string[][] = [];
    const publish = (...topics: string[]): Promise<number> => Promise.resolve(published.push(topics));
    const locate = (key: string): string | null => (key === 'lost' ? null : '/boards/inbox');
    // There is one board, with one panel.
    const query = { source: 'statuses', match: 'seen.*' };
    const locateQuery = (matches: (query: Query) => boolean): string | null => (matches(query) ? '/boards/seen' : null);
    const limits = { maxSeries: 1_000, maxSeriesPerMetric: 100, retentionMs: 604_800_000 };
    const settings = testSettings({ ...(await databaseSettingsFor(dataDir)), ...limits, ...own });
    const dependencies = [
      { provide: Settings, useValue: settings },
      { provide: Clock, useValue: clock },
      { provide: NotificationQueue, useValue: { publish } },
      { provide: BoardLocator, useValue: { locate, locateQuery, slugs: () => ['seen'] } },
      { provide: Telemetry, useClass: Telemetry },
      { provide: RecordTelemetry, useClass: RecordTelemetry },
      { provide: BodyMemoryBudget, useValue: new BodyMemoryBudget(128 * 1024 ** 2) },
      { provide: RequestBodies, useClass: RequestBodies },
      { provide: FeatureRegistry, useClass: FeatureRegistry },
    ];
    const exported = dependencies.map(({ provide }) => provide);
    const module = {
      module: HostModule,
      imports: [{ module: DependenciesModule, providers: dependencies, exports: exported }, ...FEATURES],
      providers: filters.map((filter) => ({ provide: APP_FILTER, useClass: filter })),
    };
    const adapter = new FastifyAdapter({ routerOptions: { maxParamLength: 16_384 } });
    const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
      logger: false,
      abortOnError: false,
    });
    await app.listen(0, '127.0.0.1');
    return new IngestApp(app, dataDir, await app.getUrl(), published);
  }

  request(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.address}${path}`, init);
  }

  /** @param path relative to `/api/v1/metrics` */
  requestMetrics(path: string, init?: RequestInit): Promise<Response> {
    return this.request(`/api/v1/metrics${path}`, init);
  }

  pushMetrics(path: string, body: BodyInit, headers: HeadersInit = {}): Promise<Response> {
    return this.requestMetrics(path, { method: 'POST', body, headers });
  }

  async close(): Promise<void> {
    await this.app.close();
    rmSync(this.dataDir, { recursive: true });
  }
}
