import { Injectable } from '@nestjs/common';
import { type TimeRange, windowAt } from '../../wire/range.js';
import { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';
import { Settings } from '../config/settings.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { Database } from '../database/database.js';
import { msToUs, windowToUs } from '../common/time/timestamps.js';
import {
  FIND_STATUS,
  LIST_STATUSES,
  READ_STATUS_HISTORY,
  REMOVE_STATUS,
  REPORT_STATUSES,
} from './storage/status-jobs.js';
import { RecordTelemetry } from '../common/record-telemetry.js';
import { validateKey } from '../common/validation/validate-key.js';
import { convertJobErrors } from '../common/errors/convert-job-errors.js';
import { STATUSES_TOPIC, statusTopic } from './status-topics.js';
import type { ReportResult } from './storage/statuses.worker.js';
import { type ListedHistory, toListedHistory } from './status-history-response.js';
import { type KeyedReport, parseStatusBody, parseStatusInputs, type StatusReport } from './status-report.js';
import { type ListedStatus, toListedStatus } from './storage/status-row.js';

/** Maximum number of intervals in a response. */
const MAX_INTERVALS = 1_000;

/** A report as it was stored. */
export type StoredReport = StatusReport & ReportResult;

/** Stores, reads and deletes statuses. Changes are published after their durable commit. */
@Injectable()
export class StatusesService {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationQueue,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly telemetry: RecordTelemetry,
  ) {}

  /**
   * Stores the report of a request's body. A report older than the last one does not change the state.
   * @throws Problem 400, 422 or 429; 503 or 507 if the server cannot store it
   */
  async report(key: string, body: Uint8Array): Promise<StoredReport> {
    const nowUs = msToUs(this.clock.now());
    validateKey(key);
    const report = convertJobErrors(() => parseStatusBody(body, nowUs));
    const [result] = await this.store([{ key, report }]);
    return { ...report, ...(result as ReportResult) };
  }

  /**
   * Stores a `StatusInput`, or a list of them. Either all reports are stored or none.
   * @throws Problem 413, 422 or 429; 503 or 507 if the server cannot store them
   */
  async reportInputs(input: unknown): Promise<void> {
    await this.store(convertJobErrors(() => parseStatusInputs(input, msToUs(this.clock.now()))));
  }

  /**
   * Stores valid reports. Either all reports are stored or none.
   * @throws Problem 429; 503 or 507 if the server cannot store them
   */
  async store(reports: readonly KeyedReport[]): Promise<readonly ReportResult[]> {
    if (reports.length === 0) return [];
    const nowUs = msToUs(this.clock.now());
    const results = await this.database.write(REPORT_STATUSES, { reports, nowUs, maxKeys: this.settings.maxSeries });
    this.telemetry.count('status', reports.length);
    await this.publish(...reports.map(({ key }) => key));
    return results;
  }

  /** Returns all statuses sorted by key: `{ "items": [...] }` as JSON in UTF-8. */
  list(): Promise<Uint8Array> {
    return this.database.read(LIST_STATUSES, undefined);
  }

  /** @throws Problem 404 or 422 */
  async get(key: string): Promise<ListedStatus> {
    const row = await this.database.read(FIND_STATUS, { key: validateKey(key) });
    if (!row) throw unknownStatus(key);
    return toListedStatus(row);
  }

  /**
   * Returns the history of a status over a time range: its intervals, and its uptime (see `computeUptime`).
   * @throws Problem 404 or 422
   */
  async history(key: string, range: TimeRange): Promise<ListedHistory> {
    const window = windowToUs(windowAt(range, this.clock.now()));
    const request = { key: validateKey(key), ...window, limit: MAX_INTERVALS };
    const history = await this.database.read(READ_STATUS_HISTORY, request, { lane: 'history' });
    if (!history) throw unknownStatus(key);
    return toListedHistory(history, window);
  }

  /** @throws Problem 404 or 422 */
  async remove(key: string): Promise<void> {
    if (!(await this.database.write(REMOVE_STATUS, { key: validateKey(key) }, { freesSpace: true }))) {
      throw new Problem(404, `There is no status '${key}'.`);
    }
    await this.publish(key);
  }

  private async publish(...keys: readonly string[]): Promise<void> {
    await this.notifications.publish(...new Set(keys.map(statusTopic)), STATUSES_TOPIC);
  }
}

function unknownStatus(key: string): Problem {
  return new Problem(404, `There is no status '${key}'. It appears with its first report.`);
}
