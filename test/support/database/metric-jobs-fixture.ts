import type { JobContext } from '../../../server/database/job.js';
import { parseBatch } from '../../../server/metrics/input/parse-body.js';
import {
  jobs as writeJobs,
  type WriteRequest,
  type WriteResult,
} from '../../../server/metrics/storage/write-points.worker.js';
import { openJobContext } from './test-job-context.js';

/** An item of a batch. */
export interface BatchItem {
  key: string;
  value: number;
  at?: number | string;
  tags?: Record<string, string>;
  unit?: string;
  expectEvery?: string;
}

/** Runs the jobs of metrics without a thread, with a database of their own and a fixed time. */
export class MetricJobsFixture {
  nowUs = Date.UTC(2026, 0, 1) * 1_000;
  maxSeries = 1_000;
  maxSeriesPerMetric = 1_000;
  acceptExistingSeries = false;
  /** 0, so that no series is inactive. */
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

  /** Stores items with further options of a write request. */
  writeRequest(items: BatchItem[], { ends, group }: Pick<WriteRequest, 'ends' | 'group'> = {}): WriteResult {
    const columns = parseBatch(Buffer.from(JSON.stringify(items)), this.nowUs);
    const { nowUs, activeSinceUs, maxSeries, maxSeriesPerMetric, acceptExistingSeries } = this;
    const limits = { maxSeries, maxSeriesPerMetric, acceptExistingSeries };
    return writeJobs.writePoints(this.context, { columns, nowUs, activeSinceUs, ...limits, ends, group });
  }

  /** Returns the points of a metric, oldest first. */
  points(key: string): [atUs: number, value: number][] {
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
