import { JobError, type JobContext } from '../database/job.js';
import { readMetricRow, type MetricRow } from './metric-row.js';
import type { PointColumns } from './point-columns.js';
import { insertPoints } from './insert-points.js';

export interface WriteRequest {
  readonly columns: PointColumns;
  /** Microseconds. */
  readonly now: number;
  readonly maxSeries: number;
}

export interface WriteResult {
  /** Time of the last of the points, in microseconds. */
  readonly at: number;
  /** Metrics that are new, or of which something new is known. */
  readonly changed: readonly MetricRow[];
  /** Whether a series is new. */
  readonly created: boolean;
}

/** Stores points with everything that they need; refuses all of them if there would be too many series. */
function write(context: JobContext, { columns, now, maxSeries }: WriteRequest): WriteResult {
  const changed = new Set<number>();
  const metricIds = columns.metrics.keys.map((key, index) => {
    const { units, expectEveryMs } = columns.metrics;
    return storeMetric(context, key, units[index], expectEveryMs[index], changed);
  });
  const { seriesIds, created } = storeSeries(context, columns, metricIds, maxSeries, changed);
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
  { series }: PointColumns,
  metricIds: readonly number[],
  maxSeries: number,
  changed: Set<number>,
): { seriesIds: number[]; created: boolean } {
  const find = context.prepare('SELECT id FROM series WHERE metric_id = ? AND tags = ?');
  const insert = context.prepare('INSERT INTO series (metric_id, tags) VALUES (?, ?)');
  let count: number | undefined;
  const seriesIds = series.tags.map((tags, index) => {
    const metricId = metricIds[series.metric[index] as number] as number;
    const known = find.get(metricId, tags)?.id;
    if (typeof known === 'number') return known;
    count ??= Number(context.prepare('SELECT count(*) AS count FROM series').get()?.count);
    if (count >= maxSeries) throw tooManySeries(maxSeries);
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

export const jobs = { write };
