import { Injectable } from '@nestjs/common';
import type { Range } from '../../wire/range.js';
import { RANGE_MS } from '../../wire/range.js';
import { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';
import { Database } from '../database/database.js';
import type { Aggregate } from './query/aggregate.js';
import { msToUs } from '../common/time/timestamps.js';
import { bucketsOver, intervalFor, latestShownMs, MAX_ROWS, countRows, stepForMs } from './query/buckets.js';
import { type Interval, formatInterval } from '../../wire/interval.js';
import { LIST_METRICS, READ_HISTORY_JSON } from './metric-jobs.js';

export interface HistoryQuery {
  readonly range: Range;
  /** Length of the buckets. Default: as short as the number of rows allows. */
  readonly every?: Interval | undefined;
  /** Buckets of a day or more follow its calendar. */
  readonly timeZone: string;
  /** Default: `avg`. Without `every`, the default is the points as they were sent, if they fit. */
  readonly aggregate?: Aggregate | undefined;
}

/** Reads stored metrics for the API. Panels read them through the `metrics` source. */
@Injectable()
export class MetricReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Returns all series with their last values: `{ "items": [...] }` as JSON in UTF-8. */
  async list(): Promise<Uint8Array> {
    return this.database.read(LIST_METRICS, { untilUs: msToUs(latestShownMs(this.clock.now())) });
  }

  /**
   * Returns the history of a metric, as points or in buckets: a frame as JSON in UTF-8. Each series ends with its last raw
   * point, unless the aggregate is a total.
   * @throws Problem 404 if the metric does not exist, 422 if the buckets are too short for the range
   */
  async history(metric: string, { range, every, aggregate, timeZone }: HistoryQuery): Promise<Uint8Array> {
    const spanMs = RANGE_MS[range];
    if (every?.unit === 'ms' && countRows(every.count, spanMs) > MAX_ROWS) {
      throw new Problem(422, `The response would have more than ${MAX_ROWS} rows for a series.`, [
        { path: 'every', message: `must be at least ${stepForMs(spanMs) / 1_000}s for a range of ${range}` },
      ]);
    }
    const nowMs = this.clock.now();
    const interval = intervalFor(spanMs, every);
    const buckets = bucketsOver(nowMs - spanMs, nowMs, interval, timeZone);
    const raw =
      every === undefined && aggregate === undefined ? { fromMs: nowMs - spanMs, maxRows: MAX_ROWS } : undefined;
    const request = { metric, tags: {}, aggregate: aggregate ?? 'avg', buckets, every: formatInterval(interval), raw };
    const frame = await this.database.read(READ_HISTORY_JSON, request, { lane: 'history' });
    if (!frame) throw new Problem(404, `There is no metric '${metric}'. It appears with its first value.`);
    return frame;
  }
}
