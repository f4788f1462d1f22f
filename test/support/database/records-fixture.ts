import { rmSync } from 'node:fs';
import { ManualClock } from '../server/manual-clock.js';
import { testRetentionClock } from './test-retention-clock.js';
import { databaseSettingsFor } from './test-database.js';
import { makeTempDir } from '../make-temp-dir.js';
import { clearDatabase } from './clear-database.js';
import { testSettings } from '../server/test-settings.js';
import { Telemetry } from '../../../server/common/telemetry.js';
import type { NotificationQueue } from '../../../server/dashboard/notifications/notification-queue.js';
import { Database, type DatabaseOptions } from '../../../server/database/database.js';
import { EventRetention } from '../../../server/events/event-retention.js';
import { EventsService } from '../../../server/events/events.service.js';
import { RecordBatchService } from '../../../server/ingest/records/record-batch.service.js';
import { RecordTelemetry } from '../../../server/common/record-telemetry.js';
import { StatusRetention } from '../../../server/statuses/status-retention.js';
import { StatusesService } from '../../../server/statuses/statuses.service.js';
import { TablesService } from '../../../server/tables/tables.service.js';

/** The services of statuses, events and tables on a database, with a manual clock and a notification queue that only records topics. */
export class RecordsFixture {
  readonly clock = new ManualClock();
  readonly telemetry = new Telemetry();
  readonly published: string[][] = [];
  /** Called by `publish`, which waits for it. */
  onPublish: () => Promise<void> | void = () => undefined;
  readonly batches: RecordBatchService;
  readonly statuses: StatusesService;
  readonly events: EventsService;
  readonly tables: TablesService;
  readonly retention: EventRetention;
  readonly statusRetention: StatusRetention;

  private constructor(
    readonly database: Database,
    private readonly dataDir: string,
  ) {
    const publish = async (...topics: string[]): Promise<void> => {
      this.published.push(topics);
      await this.onPublish();
    };
    const queue = { publish } as unknown as NotificationQueue;
    const settings = testSettings({ maxSeries: 3, retentionMs: 3_600_000, statusRetentionMs: 86_400_000 });
    const counters = new RecordTelemetry(this.telemetry);
    this.batches = new RecordBatchService(database, queue, settings, this.clock, counters);
    this.statuses = new StatusesService(database, queue, settings, this.clock, counters);
    this.events = new EventsService(database, queue, this.clock, counters);
    this.tables = new TablesService(database, queue, settings, this.clock, counters);
    this.retention = new EventRetention(database, settings, testRetentionClock(this.clock), this.clock);
    this.statusRetention = new StatusRetention(database, settings, testRetentionClock(this.clock), this.clock);
  }

  static async open(options: Omit<DatabaseOptions, 'dataDir'> = {}): Promise<RecordsFixture> {
    const dataDir = makeTempDir();
    return new RecordsFixture(await Database.open({ ...(await databaseSettingsFor(dataDir)), ...options }), dataDir);
  }

  /** Returns a new fixture with the same database, cleared. */
  async recreate(): Promise<RecordsFixture> {
    await clearDatabase(this.database);
    return new RecordsFixture(this.database, this.dataDir);
  }

  /** Returns the body of a request. */
  encodeBody(value: unknown): Uint8Array {
    return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  }

  async close(): Promise<void> {
    await this.database.close();
    rmSync(this.dataDir, { recursive: true });
  }
}
