import type { JobContext } from '../../database/job.js';
import { findNewestTimesUs } from '../freshness/inferred-intervals.js';
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
  readonly nowUs: number;
  /** Series with a point at or after this time count toward the limits. */
  readonly activeSinceUs: number;
  /** If there would be too many series: whether the points of existing series are stored nevertheless. */
  readonly acceptExistingSeries?: boolean;
  /** Series that the sender has ended. */
  readonly ends?: readonly SeriesEnd[] | undefined;
  /** The Pushgateway group of the push. */
  readonly group?: PushGroup | undefined;
}

export interface WriteResult {
  /** Time of the last point in the request. */
  readonly atUs: number;
  /** New metrics, and metrics whose metadata or series changed. */
  readonly changed: readonly MetricRow[];
  /** Whether any series was created. */
  readonly created: boolean;
  /** How many points were stored. */
  readonly stored: number;
  /** Keys of metrics of which a series has ended. */
  readonly ended: readonly string[];
  /** How many series count toward MAX_SERIES; undefined if unchanged. */
  readonly activeSeries?: number;
  /** Why points of new series were not stored, and what the user can do. */
  readonly rejection?: string;
}

interface KnownMetric {
  readonly id: number;
  readonly unit: string | null;
  readonly expect_every_ms: number | null;
}

/** The stored metrics and series of a request; undefined for new ones. */
interface KnownRows {
  readonly metrics: readonly (KnownMetric | undefined)[];
  readonly series: readonly (KnownSeries | undefined)[];
}

/** Stores points, and creates their metrics and series unless there would be too many series. */
function writePoints(context: JobContext, request: WriteRequest): WriteResult {
  const { columns, acceptExistingSeries = false } = request;
  const known = findKnown(context, columns);
  const added = newlyActiveSeries(known, request);
  const metricIds = known.metrics.map((metric) => metric?.id);
  const created = known.series.filter((series) => series === undefined).length;
  const tooMany = findTooManySeries(context, columns, metricIds, created, added, request);
  if (tooMany === undefined) return writeAll(context, request, known, added);
  return acceptExistingSeries ? writeExisting(context, request, known, added, tooMany) : rejectTooManySeries(tooMany);
}

function writeAll(
  context: JobContext,
  request: WriteRequest,
  known: KnownRows,
  added: ReadonlySet<number>,
): WriteResult {
  const { columns, nowUs, group } = request;
  const changed = new Set<number>();
  const metricIds = columns.metrics.keys.map((key, index) => {
    const { units, expectEveryMs } = columns.metrics;
    return storeMetric(context, key, known.metrics[index], units[index], expectEveryMs[index], changed);
  });
  const seriesIds = storeSeries(context, columns, known.series, metricIds, added, changed);
  const timesUs = insertPoints(context, columns.rows, seriesIds, nowUs);
  reviveSeries(context, request.activeSinceUs, known.series, columns.rows, timesUs);
  const ended = endSeries(context, request.ends ?? []);
  if (group) ended.push(...replaceGroup(context, group, nowUs, metricIds, seriesIds));
  return {
    atUs: timesUs.at(-1) ?? NaN,
    changed: Array.from(changed, (id) => readMetricRow(context, id)),
    created: known.series.includes(undefined),
    stored: columns.rows.value.length,
    ended,
    ...(added.size > 0 ? { activeSeries: countActiveSeries(context) } : {}),
  };
}

/** Stores only points of existing series. Otherwise, new series would make the server reject all data of a client. */
function writeExisting(
  context: JobContext,
  request: WriteRequest,
  known: KnownRows,
  added: ReadonlySet<number>,
  tooMany: TooManySeries,
): WriteResult {
  const { rows } = request.columns;
  const storedRows: number[] = [];
  for (let row = 0; row < rows.value.length; row += 1) {
    const index = rows.series[row] as number;
    if (known.series[index] !== undefined && !added.has(index)) storedRows.push(row);
  }
  const ended = endSeries(context, request.ends ?? []);
  if (storedRows.length === 0 && ended.length === 0) return rejectTooManySeries(tooMany);
  const pick = (column: Column): number[] => storedRows.map((row) => column[row] as number);
  const points = { series: pick(rows.series), atUs: pick(rows.atUs), value: pick(rows.value) };
  // The remaining points belong to existing series.
  const ids = known.series.map((series) => series?.id ?? NaN);
  const timesUs = insertPoints(context, points, ids, request.nowUs);
  reviveSeries(context, request.activeSinceUs, known.series, points, timesUs);
  const { group, nowUs } = request;
  if (group) {
    const isKnown = (id: number | undefined): id is number => id !== undefined;
    const metrics = known.metrics.map((metric) => metric?.id).filter(isKnown);
    const series = known.series.map((each) => each?.id).filter(isKnown);
    ended.push(...replaceGroup(context, group, nowUs, metrics, series));
  }
  const rejection = `${tooMany.message}: the points of new series were not stored. ${tooMany.advice}`;
  return { atUs: timesUs.at(-1) ?? NaN, changed: [], created: false, stored: storedRows.length, ended, rejection };
}

function findKnown(context: JobContext, { metrics, series }: PointColumns): KnownRows {
  const findMetric = context.prepare('SELECT id, unit, expect_every_ms FROM metrics WHERE key = ?');
  const findSeries = context.prepare(
    'SELECT id, ended_at AS endedAtUs, active FROM series WHERE metric_id = ? AND tags = ?',
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

/** Returns the indexes of series that will start to count toward the limits: new ones, and inactive ones with new points. */
function newlyActiveSeries(
  { series }: KnownRows,
  { columns, nowUs, activeSinceUs }: WriteRequest,
): ReadonlySet<number> {
  const added = new Set<number>();
  if (series.every((each) => each?.active === 1)) return added;
  const newestUs = findNewestTimesUs(columns, nowUs);
  for (const [index, known] of series.entries()) {
    if (known?.active !== 1 && (newestUs[index] as number) >= activeSinceUs) added.add(index);
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
  // Undefined keeps the stored value; an empty unit or zero removes it.
  const newUnit = unit === undefined ? (known?.unit ?? null) : unit === '' ? null : unit;
  const newExpectEveryMs =
    expectEveryMs === undefined ? (known?.expect_every_ms ?? null) : expectEveryMs === 0 ? null : expectEveryMs;
  if (!known) {
    const { lastInsertRowid } = context
      .prepare('INSERT INTO metrics (key, unit, expect_every_ms) VALUES (?, ?, ?)')
      .run(key, newUnit, newExpectEveryMs);
    changed.add(Number(lastInsertRowid));
    return Number(lastInsertRowid);
  }
  if (newUnit !== known.unit || newExpectEveryMs !== known.expect_every_ms) {
    context
      .prepare('UPDATE metrics SET unit = ?, expect_every_ms = ? WHERE id = ?')
      .run(newUnit, newExpectEveryMs, known.id);
    changed.add(known.id);
  }
  return known.id;
}

function storeSeries(
  context: JobContext,
  { series }: PointColumns,
  known: KnownRows['series'],
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

/** Ends all series of a Pushgateway group. @returns the keys of their metrics */
function endPushGroup(context: JobContext, { key, nowUs }: { key: string; nowUs: number }): string[] {
  return endGroup(context, key, nowUs);
}

export const jobs = { writePoints, endPushGroup };
