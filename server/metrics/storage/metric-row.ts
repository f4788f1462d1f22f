import type { JobContext } from '../../database/job.js';
import { NO_TAGS } from '../../common/tags.js';

/** A metric as database threads return it for the catalog. */
export interface MetricRow {
  /** Ascending in the order in which metrics were created. */
  readonly id: number;
  readonly key: string;
  readonly unit: string | null;
  readonly expectEveryMs: number | null;
  readonly seriesCount: number;
  /** 1 if any of its series has tags. */
  readonly tagged: 0 | 1;
}

const SELECT = `
  SELECT id, key, unit, expect_every_ms AS expectEveryMs,
    (SELECT count(*) FROM series WHERE metric_id = metrics.id) AS seriesCount,
    EXISTS (SELECT 1 FROM series WHERE metric_id = metrics.id AND tags <> '${NO_TAGS}') AS tagged
  FROM metrics`;

export function readMetricRow(context: JobContext, id: number): MetricRow {
  return context.prepare(`${SELECT} WHERE id = ?`).get(id) as unknown as MetricRow;
}

export function readMetricRows(context: JobContext): MetricRow[] {
  return context.prepare(`${SELECT} ORDER BY id`).all() as unknown as MetricRow[];
}
