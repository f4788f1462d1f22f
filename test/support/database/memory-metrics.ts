import type { JobContext } from '../../../server/database/job.js';
import { parseBatch } from '../../../server/metrics/input/parse-body.js';
import {
  jobs as writing,
  type WriteRequest,
  type WriteResult,
} from '../../../server/metrics/storage/write-points.worker.js';
import { openJobContext } from './memory-context.js';

/** An item as a batch has it. */
export interface BatchItem {
  key: string;
  value: number;
  at?: number | string;
  tags?: Record<string, string>;
  unit?: string;
  expectEvery?: string;
}

/** The handlers' world without threads: a database in memory, and a time that stands still. */
export class MetricJobsFixture {
  /** Microseconds. */
  nowUs = Date.UTC(2026, 0, 1) * 1_000;
  maxSeries = 1_000;
  maxSeriesPerMetric = 1_000;
  acceptExistingSeries = false;
  /** Microseconds; as with RETENTION, but for ever. */
  activeSinceUs = 0;

  private constructor(
    readonly context: JobContext,
    readonly close: () => void,
  ) {}

  static async open(): Promise<MetricJobsFixture> {
    const { context, close } = await openJobContext();
    return new MetricJobsFixture(context, close);
  }

  write(...items: BatchItem[]): WriteResult {
    return this.writeRequest(items);
  }

  /** Stores items with what else a request may say. */
  writeRequest(items: BatchItem[], { ends, group }: Pick<WriteRequest, 'ends' | 'group'> = {}): WriteResult {
    const columns = parseBatch(Buffer.from(JSON.stringify(items)), this.nowUs);
    const { nowUs: now, activeSinceUs: activeSince, maxSeries, maxSeriesPerMetric, acceptExistingSeries } = this;
    const limits = { maxSeries, maxSeriesPerMetric, acceptExistingSeries };
    return writing.writePoints(this.context, {
      columns,
      nowUs: now,
      activeSinceUs: activeSince,
      ...limits,
      ends,
      group,
    });
  }

  /** Points of a metric, oldest first: microseconds and value. */
  points(key: string): [number, number][] {
    return this.context
      .prepare(
        `SELECT at, value FROM points JOIN series ON series.id = series_id JOIN metrics ON metrics.id = metric_id
         WHERE key = ? ORDER BY at, series_id`,
      )
      .all(key)
      .map(({ at, value }) => [Number(at), Number(value)]);
  }

  count(table: string): number {
    return Number(this.context.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count);
  }
}
