import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { msToUs } from '../../common/time/timestamps.js';
import { Settings } from '../../config/settings.js';
import { NotificationQueue } from '../../dashboard/notifications/notification-queue.js';
import { Database } from '../../database/database.js';
import { jobModule } from '../../database/job.js';
import type { jobs, RecordBatch, StoreBatchRequest } from './record-batch.worker.js';
import { RecordTelemetry } from '../../common/record-telemetry.js';
import { EVENTS_TOPIC } from '../../events/event-topics.js';
import { STATUSES_TOPIC, statusTopic } from '../../statuses/status-topics.js';

const STORE_BATCH = jobModule<typeof jobs>('./record-batch.worker.js', import.meta.url)('store');

/** Stores status reports together with the events that they cause. */
@Injectable()
export class RecordBatchService {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationQueue,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly telemetry: RecordTelemetry,
  ) {}

  /**
   * Stores valid reports and events, all of them or none. Resolves after the durable commit. Repeated events are skipped (see
   * `ConditionalEvent`).
   *
   * @param write stores the batch, possibly in one transaction with other data
   * @returns for each event whether it was stored
   * @throws Problem 429; 503 or 507 if the server cannot store them
   */
  async store(
    batch: RecordBatch,
    write: (request: StoreBatchRequest) => Promise<readonly boolean[]> = (request) =>
      this.database.write(STORE_BATCH, request),
  ): Promise<readonly boolean[]> {
    const { reports, events } = batch;
    if (reports.length === 0 && events.length === 0) return [];
    const nowUs = msToUs(this.clock.now());
    const stored = await write({ reports, events, nowUs, maxKeys: this.settings.maxSeries });
    const count = stored.filter(Boolean).length;
    this.telemetry.count('status', reports.length);
    this.telemetry.count('event', count);
    const topics = new Set(reports.map(({ key }) => statusTopic(key)));
    if (reports.length > 0) topics.add(STATUSES_TOPIC);
    if (count > 0) topics.add(EVENTS_TOPIC);
    if (topics.size > 0) await this.notifications.publish(...topics);
    return stored;
  }
}
