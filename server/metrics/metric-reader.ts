import { Injectable } from '@nestjs/common';
import type { Range } from '../../wire/range.js';
import { RANGE_MS } from '../../wire/range.js';
import { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';
import { Database } from '../database/database.js';
import type { Aggregate } from './query/aggregate.js';
import { msToUs } from '../common/time/timestamps.js';
import { bucketsOver, intervalFor, latestShownMs, MAX_ROWS, countRows, stepForMs } from './query/buckets.js';
import { type Interval, formatInterval } from './query/interval.js';
import { LIST_METRICS, READ_HISTORY_JSON } from './metric-jobs.js';

export interface HistoryQuery {
  readonly range: Range;
  /** Length of the buckets; without it as short as the rows allow. */
  readonly every?: Interval | undefined;
  /** Whose calendar buckets of a day or more follow. */
  readonly timeZone: string;
  /** Without it and without `every`, the points as they were sent if they fit; else `avg`. */
  readonly aggregate?: Aggregate | undefined;
}

/** Reads what was stored, for the API. Panels read through the `metrics` source. */
@Injectable()
export class MetricReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** All series with their last values, `{ "items": [...] }` as JSON in UTF-8. */
  async list(): Promise<Uint8Array> {
    return this.database.read(LIST_METRICS, { untilUs: msToUs(latestShownMs(this.clock.now())) });
  }

  /**
   * A metric's history, as points or in buckets: a frame as JSON in UTF-8. It ends with each series' raw last point where that
   * compares with the aggregate.
   * @throws Problem 404 if there is no such metric, 422 if the buckets are too short for the range.
   */
  async history(metric: string, { range, every, aggregate, timeZone }: HistoryQuery): Promise<Uint8Array> {
    const span = RANGE_MS[range];
    if (every?.unit === 'ms' && countRows(every.count, span) > MAX_ROWS) {
      throw new Problem(422, `That would be more than ${MAX_ROWS} rows a series.`, [
        { path: 'every', message: `must be at least ${stepForMs(span) / 1_000}s for a range of ${range}` },
      ]);
    }
    const now = this.clock.now();
    const interval = intervalFor(span, every);
    const buckets = bucketsOver(now - span, now, interval, timeZone);
    const raw = every === undefined && aggregate === undefined ? { from: now - span, maxRows: MAX_ROWS } : undefined;
    const request = { metric, tags: {}, aggregate: aggregate ?? 'avg', buckets, every: formatInterval(interval), raw };
    const frame = await this.database.read(READ_HISTORY_JSON, request, { lane: 'history' });
    if (!frame) throw new Problem(404, `There is no metric '${metric}'. It appears with its first value.`);
    return frame;
  }
}
