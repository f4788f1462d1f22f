import { JobError, type JobContext } from '../database/job.js';
import { readMetricRow, type MetricRow } from './metric-row.js';
import type { PointColumns } from './point-columns.js';
import { insertPoints } from './insert-points.js';

export interface WriteRequest {
  readonly columns: PointColumns;
  /** Microseconds. */
  readonly now: number;
  readonly maxSeries: number;
  readonly maxSeriesPerMetric: number;
}

export interface WriteResult {
  /** Time of the last of the points, in microseconds. */
  readonly at: number;
  /** Metrics that are new, or of which something new is known. */
  readonly changed: readonly MetricRow[];
  /** Whether a series is new. */
  readonly created: boolean;
}

type SeriesLimits = Pick<WriteRequest, 'maxSeries' | 'maxSeriesPerMetric'>;

/** Stores points with everything that they need; refuses all of them if there would be too many series. */
function write(context: JobContext, { columns, now, ...limits }: WriteRequest): WriteResult {
  const changed = new Set<number>();
  const metricIds = columns.metrics.keys.map((key, index) => {
    const { units, expectEveryMs } = columns.metrics;
    return storeMetric(context, key, units[index], expectEveryMs[index], changed);
  });
  const { seriesIds, created } = storeSeries(context, columns, metricIds, limits, changed);
  const at = insertPoints(context, columns.rows, seriesIds, now);
  return { at, changed: Array.from(changed, (id) => readMetricRow(context, id)), created };
}

function storeMetric(
  context: JobContext,
  key: string,
  unit: string | undefined,
  expectEveryMs: number | undefined,
  changed: Set<number>,
): number {
  const known = context.prepare('SELECT id, unit, expect_every_ms FROM metrics WHERE key = ?').get(key) as
    { id: number; unit: string | null; expect_every_ms: number | null } | undefined;
  // What is not said stays as it is; what is said empty is taken back.
  const newUnit = unit === undefined ? (known?.unit ?? null) : unit === '' ? null : unit;
  const newPromise =
    expectEveryMs === undefined ? (known?.expect_every_ms ?? null) : expectEveryMs === 0 ? null : expectEveryMs;
  if (!known) {
    const { lastInsertRowid } = context
      .prepare('INSERT INTO metrics (key, unit, expect_every_ms) VALUES (?, ?, ?)')
      .run(key, newUnit, newPromise);
    changed.add(Number(lastInsertRowid));
    return Number(lastInsertRowid);
  }
  if (newUnit !== known.unit || newPromise !== known.expect_every_ms) {
    context.prepare('UPDATE metrics SET unit = ?, expect_every_ms = ? WHERE id = ?').run(newUnit, newPromise, known.id);
    changed.add(known.id);
  }
  return known.id;
}

function storeSeries(
  context: JobContext,
  { metrics, series }: PointColumns,
  metricIds: readonly number[],
  { maxSeries, maxSeriesPerMetric }: SeriesLimits,
  changed: Set<number>,
): { seriesIds: number[]; created: boolean } {
  const find = context.prepare('SELECT id FROM series WHERE metric_id = ? AND tags = ?');
  const insert = context.prepare('INSERT INTO series (metric_id, tags) VALUES (?, ?)');
  const countOfMetric = context.prepare('SELECT count(*) AS count FROM series WHERE metric_id = ?');
  const counts = new Map<number, number>();
  let count: number | undefined;
  const seriesIds = series.tags.map((tags, index) => {
    const metric = series.metric[index] as number;
    const metricId = metricIds[metric] as number;
    const known = find.get(metricId, tags)?.id;
    if (typeof known === 'number') return known;
    count ??= Number(context.prepare('SELECT count(*) AS count FROM series').get()?.count);
    if (count >= maxSeries) throw tooManySeries(maxSeries);
    const ofMetric = counts.get(metricId) ?? Number(countOfMetric.get(metricId)?.count);
    if (ofMetric >= maxSeriesPerMetric) throw tooManyOfMetric(metrics.keys[metric] as string, maxSeriesPerMetric);
    counts.set(metricId, ofMetric + 1);
    count += 1;
    changed.add(metricId);
    return Number(insert.run(metricId, tags).lastInsertRowid);
  });
  return { seriesIds, created: count !== undefined };
}

function tooManySeries(maxSeries: number): JobError {
  return new JobError(
    429,
    `There are ${maxSeries} series already, as many as MAX_SERIES allows: nothing was stored. ` +
      'Use fewer distinct tags, delete metrics that are no longer needed, or raise MAX_SERIES.',
  );
}

function tooManyOfMetric(key: string, maxSeries: number): JobError {
  return new JobError(
    429,
    `${key} has ${maxSeries} series already, as many as MAX_SERIES_PER_METRIC allows: nothing was stored. ` +
      'Leave out tags that differ each time, such as ids, or raise MAX_SERIES_PER_METRIC.',
  );
}

export const jobs = { write };
