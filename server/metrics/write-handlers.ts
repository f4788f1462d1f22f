import { JobError, type JobContext } from '../database/job.js';
import { readMetricRow, type MetricRow } from './metric-row.js';
import type { Column, PointColumns } from './point-columns.js';
import { insertPoints } from './insert-points.js';

export interface WriteRequest {
  readonly columns: PointColumns;
  /** Microseconds. */
  readonly now: number;
  readonly maxSeries: number;
  readonly maxSeriesPerMetric: number;
  /** Where there would be too many series: whether those that there are take their points nevertheless. */
  readonly knownGoOn?: boolean;
}

export interface WriteResult {
  /** Time of the last of the points, in microseconds. */
  readonly at: number;
  /** Metrics that are new, or of which something new is known. */
  readonly changed: readonly MetricRow[];
  /** Whether a series is new. */
  readonly created: boolean;
  /** How many points were stored. */
  readonly stored: number;
  /** Why those of new series were not, in words. */
  readonly refusal?: string;
}

type SeriesLimits = Pick<WriteRequest, 'maxSeries' | 'maxSeriesPerMetric'>;

interface KnownMetric {
  readonly id: number;
  readonly unit: string | null;
  readonly expect_every_ms: number | null;
}

/** What there is of a request's metrics and series; undefined for new ones. */
interface Known {
  readonly metrics: readonly (KnownMetric | undefined)[];
  readonly seriesIds: readonly (number | undefined)[];
}

/** Stores points with everything that they need; no new series if there would be too many. */
function write(context: JobContext, { columns, now, knownGoOn = false, ...limits }: WriteRequest): WriteResult {
  const known = findKnown(context, columns);
  const why = tooMany(context, columns, known, limits);
  if (why !== undefined) return knownGoOn ? writeKnown(context, columns, known, now, why) : refuse(why);
  const changed = new Set<number>();
  const metricIds = columns.metrics.keys.map((key, index) => {
    const { units, expectEveryMs } = columns.metrics;
    return storeMetric(context, key, known.metrics[index], units[index], expectEveryMs[index], changed);
  });
  const seriesIds = storeSeries(context, columns, known.seriesIds, metricIds, changed);
  const at = insertPoints(context, columns.rows, seriesIds, now);
  const created = known.seriesIds.includes(undefined);
  return {
    at,
    changed: Array.from(changed, (id) => readMetricRow(context, id)),
    created,
    stored: columns.rows.value.length,
  };
}

/** One client's new series must not end everybody's old ones, for most clients drop what is refused. */
function writeKnown(
  context: JobContext,
  { rows }: PointColumns,
  { seriesIds }: Known,
  now: number,
  why: TooMany,
): WriteResult {
  const kept: number[] = [];
  for (let row = 0; row < rows.value.length; row += 1) {
    if (seriesIds[rows.series[row] as number] !== undefined) kept.push(row);
  }
  if (kept.length === 0) return refuse(why);
  const of = (column: Column): number[] => kept.map((row) => column[row] as number);
  const known = { series: of(rows.series), at: of(rows.at), value: of(rows.value) };
  // Those of new series are not looked at any more.
  const ids = seriesIds.map((id) => id ?? NaN);
  const at = insertPoints(context, known, ids, now);
  const refusal = `${why.words}: of new series nothing was stored. ${why.advice}`;
  return { at, changed: [], created: false, stored: kept.length, refusal };
}

function findKnown(context: JobContext, { metrics, series }: PointColumns): Known {
  const findMetric = context.prepare('SELECT id, unit, expect_every_ms FROM metrics WHERE key = ?');
  const findSeries = context.prepare('SELECT id FROM series WHERE metric_id = ? AND tags = ?');
  const known = metrics.keys.map((key) => findMetric.get(key) as KnownMetric | undefined);
  const seriesIds = series.tags.map((tags, index) => {
    const metric = known[series.metric[index] as number];
    const id = metric && findSeries.get(metric.id, tags)?.id;
    return typeof id === 'number' ? id : undefined;
  });
  return { metrics: known, seriesIds };
}

function storeMetric(
  context: JobContext,
  key: string,
  known: KnownMetric | undefined,
  unit: string | undefined,
  expectEveryMs: number | undefined,
  changed: Set<number>,
): number {
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
  known: Known['seriesIds'],
  metricIds: readonly number[],
  changed: Set<number>,
): number[] {
  const insert = context.prepare('INSERT INTO series (metric_id, tags) VALUES (?, ?)');
  return series.tags.map((tags, index) => {
    const id = known[index];
    if (id !== undefined) return id;
    const metricId = metricIds[series.metric[index] as number] as number;
    changed.add(metricId);
    return Number(insert.run(metricId, tags).lastInsertRowid);
  });
}

/** Why there would be too many series, and what can be done about it. */
interface TooMany {
  readonly words: string;
  readonly advice: string;
}

function tooMany(
  context: JobContext,
  { metrics, series }: PointColumns,
  known: Known,
  { maxSeries, maxSeriesPerMetric }: SeriesLimits,
): TooMany | undefined {
  const added = new Map<number, number>();
  known.seriesIds.forEach((id, index) => {
    const metric = series.metric[index] as number;
    if (id === undefined) added.set(metric, (added.get(metric) ?? 0) + 1);
  });
  if (added.size === 0) return undefined;
  const all = Number(context.prepare('SELECT count(*) AS count FROM series').get()?.count);
  const sum = [...added.values()].reduce((total, count) => total + count, 0);
  if (all + sum > maxSeries) return tooManySeries(all + sum, maxSeries);
  const countOfMetric = context.prepare('SELECT count(*) AS count FROM series WHERE metric_id = ?');
  for (const [metric, count] of added) {
    const id = known.metrics[metric]?.id;
    const ofMetric = id === undefined ? 0 : Number(countOfMetric.get(id)?.count);
    if (ofMetric + count > maxSeriesPerMetric)
      return tooManyOfMetric(metrics.keys[metric] as string, ofMetric + count, maxSeriesPerMetric);
  }
  return undefined;
}

function tooManySeries(count: number, maxSeries: number): TooMany {
  return {
    words: `There would be ${count} series, more than the ${maxSeries} that MAX_SERIES allows`,
    advice: 'Use fewer distinct tags, delete metrics that are no longer needed, or raise MAX_SERIES.',
  };
}

function tooManyOfMetric(key: string, count: number, maxSeries: number): TooMany {
  return {
    words: `${key} would have ${count} series, more than the ${maxSeries} that MAX_SERIES_PER_METRIC allows`,
    advice: 'Leave out tags that differ each time, such as ids, or raise MAX_SERIES_PER_METRIC.',
  };
}

/** @throws JobError 429 always. */
function refuse({ words, advice }: TooMany): never {
  throw new JobError(429, `${words}: nothing was stored. ${advice}`);
}

export const jobs = { write };
