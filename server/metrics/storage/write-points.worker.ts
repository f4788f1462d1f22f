import type { JobContext } from '../../database/job.js';
import { newestTimesOf } from '../freshness/inferred-intervals.js';
import { insertPoints } from './insert-points.js';
import { readMetricRow, type MetricRow } from './metric-row.js';
import type { Column, PointColumns, SeriesEnd } from '../input/point-columns.js';
import { endGroup, endSeries, type KnownSeries, type PushGroup, replaceGroup, reviveSeries } from './series-ends.js';
import {
  countActiveSeries,
  findTooManySeries,
  rejectTooManySeries,
  type SeriesLimits,
  type TooManySeries,
} from './series-limits.js';

export interface WriteRequest extends SeriesLimits {
  readonly columns: PointColumns;
  /** Microseconds. */
  readonly now: number;
  /** Series with a point at or after this time (microseconds) count towards the limits. */
  readonly activeSince: number;
  /** Where there would be too many series: whether those that there are take their points nevertheless. */
  readonly acceptExistingSeries?: boolean;
  /** Series that have ended, as their sender says. */
  readonly ends?: readonly SeriesEnd[] | undefined;
  /** The group of a Pushgateway that this is pushed for. */
  readonly group?: PushGroup | undefined;
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
  /** Keys of the metrics of which a series has ended. */
  readonly ended: readonly string[];
  /** How many series count towards MAX_SERIES; undefined where that is as before. */
  readonly activeSeries?: number;
  /** Why points of new series were not stored, and what to do. */
  readonly rejection?: string;
}

interface KnownMetric {
  readonly id: number;
  readonly unit: string | null;
  readonly expect_every_ms: number | null;
}

/** What there is of a request's metrics and series; undefined for new ones. */
interface Known {
  readonly metrics: readonly (KnownMetric | undefined)[];
  readonly series: readonly (KnownSeries | undefined)[];
}

/** Stores points with everything that they need; no new series if there would be too many. */
function write(context: JobContext, request: WriteRequest): WriteResult {
  const { columns, acceptExistingSeries = false } = request;
  const known = findKnown(context, columns);
  const added = addedSeries(known, request);
  const metricIds = known.metrics.map((metric) => metric?.id);
  const created = known.series.filter((series) => series === undefined).length;
  const tooMany = findTooManySeries(context, columns, metricIds, created, added, request);
  if (tooMany === undefined) return writeAll(context, request, known, added);
  return acceptExistingSeries ? writeExisting(context, request, known, added, tooMany) : rejectTooManySeries(tooMany);
}

function writeAll(context: JobContext, request: WriteRequest, known: Known, added: ReadonlySet<number>): WriteResult {
  const { columns, now, group } = request;
  const changed = new Set<number>();
  const metricIds = columns.metrics.keys.map((key, index) => {
    const { units, expectEveryMs } = columns.metrics;
    return storeMetric(context, key, known.metrics[index], units[index], expectEveryMs[index], changed);
  });
  const seriesIds = storeSeries(context, columns, known.series, metricIds, added, changed);
  const times = insertPoints(context, columns.rows, seriesIds, now);
  reviveSeries(context, request.activeSince, known.series, columns.rows, times);
  const ended = endSeries(context, request.ends ?? []);
  if (group) ended.push(...replaceGroup(context, group, now, metricIds, seriesIds));
  return {
    at: times.at(-1) ?? NaN,
    changed: Array.from(changed, (id) => readMetricRow(context, id)),
    created: known.series.includes(undefined),
    stored: columns.rows.value.length,
    ended,
    ...(added.size > 0 ? { activeSeries: countActiveSeries(context) } : {}),
  };
}

/** One client's new series must not end everybody's old ones, for most clients drop what is refused. */
function writeExisting(
  context: JobContext,
  request: WriteRequest,
  known: Known,
  added: ReadonlySet<number>,
  tooMany: TooManySeries,
): WriteResult {
  const { rows } = request.columns;
  const kept: number[] = [];
  for (let row = 0; row < rows.value.length; row += 1) {
    const index = rows.series[row] as number;
    if (known.series[index] !== undefined && !added.has(index)) kept.push(row);
  }
  const ended = endSeries(context, request.ends ?? []);
  if (kept.length === 0 && ended.length === 0) return rejectTooManySeries(tooMany);
  const of = (column: Column): number[] => kept.map((row) => column[row] as number);
  const points = { series: of(rows.series), at: of(rows.at), value: of(rows.value) };
  // Those of new series are not looked at any more.
  const ids = known.series.map((series) => series?.id ?? NaN);
  const times = insertPoints(context, points, ids, request.now);
  reviveSeries(context, request.activeSince, known.series, points, times);
  const { group, now } = request;
  if (group) {
    const isKnown = (id: number | undefined): id is number => id !== undefined;
    const metrics = known.metrics.map((metric) => metric?.id).filter(isKnown);
    const series = known.series.map((each) => each?.id).filter(isKnown);
    ended.push(...replaceGroup(context, group, now, metrics, series));
  }
  const rejection = `${tooMany.message}: of new series nothing was stored. ${tooMany.advice}`;
  return { at: times.at(-1) ?? NaN, changed: [], created: false, stored: kept.length, ended, rejection };
}

function findKnown(context: JobContext, { metrics, series }: PointColumns): Known {
  const findMetric = context.prepare('SELECT id, unit, expect_every_ms FROM metrics WHERE key = ?');
  const findSeries = context.prepare(
    'SELECT id, ended_at AS endedAt, active FROM series WHERE metric_id = ? AND tags = ?',
  );
  const known = metrics.keys.map((key) => findMetric.get(key) as KnownMetric | undefined);
  return {
    metrics: known,
    series: series.tags.map((tags, index) => {
      const metric = known[series.metric[index] as number];
      return metric && (findSeries.get(metric.id, tags) as unknown as KnownSeries | undefined);
    }),
  };
}

/** The series (by index) that will count towards the limits, and do not yet: new ones, and those that come back. */
function addedSeries({ series }: Known, { columns, now, activeSince }: WriteRequest): ReadonlySet<number> {
  const added = new Set<number>();
  if (series.every((each) => each?.active === 1)) return added;
  const newest = newestTimesOf(columns, now);
  for (const [index, known] of series.entries()) {
    if (known?.active !== 1 && (newest[index] as number) >= activeSince) added.add(index);
  }
  return added;
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
  known: Known['series'],
  metricIds: readonly number[],
  added: ReadonlySet<number>,
  changed: Set<number>,
): number[] {
  const insert = context.prepare('INSERT INTO series (metric_id, tags, active) VALUES (?, ?, ?)');
  return series.tags.map((tags, index) => {
    const id = known[index]?.id;
    if (id !== undefined) return id;
    const metricId = metricIds[series.metric[index] as number] as number;
    changed.add(metricId);
    return Number(insert.run(metricId, tags, added.has(index) ? 1 : 0).lastInsertRowid);
  });
}

/** Notes that the group of a Pushgateway has ended. @returns the keys of its metrics. */
function end(context: JobContext, { key, now }: { key: string; now: number }): string[] {
  return endGroup(context, key, now);
}

export const jobs = { write, end };
