import { rmSync } from 'node:fs';
import { ManualClock } from '../server/manual-clock.js';
import { testSettings } from '../server/test-settings.js';
import { databaseSettingsFor } from './test-database.js';
import { makeTempDir } from '../make-temp-dir.js';
import { clearDatabase } from './clear-database.js';
import { Telemetry } from '../../../server/common/telemetry.js';
import type { NotificationQueue } from '../../../server/dashboard/notifications/notification-queue.js';
import { Database, type DatabaseOptions } from '../../../server/database/database.js';
import { MetricCatalog } from '../../../server/metrics/metric-catalog.js';
import { MetricsService } from '../../../server/metrics/metrics.service.js';
import { testRetentionClock } from './test-retention-clock.js';

/** The services of metrics on a database, with a manual clock and a notification queue that only records topics. */
export class MetricsFixture {
  readonly clock = new ManualClock();
  readonly retentionClock = testRetentionClock(this.clock);
  readonly telemetry = new Telemetry();
  readonly catalog = new MetricCatalog();
  readonly published: string[][] = [];
  /** Called by `publish`, which waits for it. */
  onPublish: () => Promise<void> | void = () => undefined;
  readonly settings = testSettings({ maxSeries: 100, maxSeriesPerMetric: 50, retentionMs: 3_600_000 });
  readonly writer: MetricsService;

  private constructor(
    readonly database: Database,
    private readonly dataDir: string,
  ) {
    const publish = async (...topics: string[]): Promise<void> => {
      this.published.push(topics);
      await this.onPublish();
    };
    const queue = { publish } as unknown as NotificationQueue;
    this.writer = new MetricsService(database, this.catalog, queue, this.settings, this.clock, this.telemetry);
  }

  static async open(options: Omit<DatabaseOptions, 'dataDir'> = {}): Promise<MetricsFixture> {
    const dataDir = makeTempDir();
    return new MetricsFixture(await Database.open({ ...(await databaseSettingsFor(dataDir)), ...options }), dataDir);
  }

  /** Returns a new fixture with the same database, cleared. */
  async recreate(): Promise<MetricsFixture> {
    await clearDatabase(this.database);
    return new MetricsFixture(this.database, this.dataDir);
  }

  /** Returns the lines of `/metrics` about ingest. */
  async counters(): Promise<string[]> {
    const text = await this.telemetry.registry.metrics();
    return text.split('\n').filter((line) => line.startsWith('boardcast_ingest'));
  }

  async close(): Promise<void> {
    await this.database.close();
    rmSync(this.dataDir, { recursive: true });
  }
}
