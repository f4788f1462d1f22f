import type { JobContext } from '../../database/job.js';
import type { PointColumns, SeriesEnd } from '../input/point-columns.js';

/** A series as it is stored. */
export interface KnownSeries {
  readonly id: number;
  /** Null while it is current. */
  readonly endedAtUs: number | null;
  /** 1 while it counts toward MAX_SERIES. */
  readonly active: number;
}

/** The Pushgateway group of a push, and which of its series end if they are not in the push. */
export interface PushGroup {
  /** Its labels as canonical tags. */
  readonly key: string;
  /** `all` series of the group (PUT), or only those of the `metrics` in the push (POST). */
  readonly replaces: 'metrics' | 'all';
}

/**
 * Makes series current again that had ended or had no recent point, and now have new points.
 * @param activeSinceUs series with a point at or after this time count toward MAX_SERIES
 * @param timesUs the times of the rows as stored
 */
export function reviveSeries(
  context: JobContext,
  activeSinceUs: number,
  known: readonly (KnownSeries | undefined)[],
  { series, atUs }: PointColumns['rows'],
  timesUs: Float64Array,
): void {
  if (known.every((each) => each?.endedAtUs === null && each.active === 1)) return;
  const newestUs = new Float64Array(known.length).fill(-Infinity);
  const hasServerTime = new Uint8Array(known.length);
  for (let row = 0; row < timesUs.length; row += 1) {
    const index = series[row] as number;
    newestUs[index] = Math.max(newestUs[index] as number, timesUs[row] as number);
    if (Number.isNaN(atUs[row])) hasServerTime[index] = 1;
  }
  const clear = context.prepare('UPDATE series SET ended_at = NULL WHERE id = ?');
  const activate = context.prepare('UPDATE series SET active = 1 WHERE id = ?');
  for (const [index, each] of known.entries()) {
    if (!each) continue;
    const lastUs = newestUs[index] as number;
    if (each.endedAtUs !== null && (lastUs >= each.endedAtUs || hasServerTime[index] === 1)) clear.run(each.id);
    if (each.active !== 1 && lastUs >= activeSinceUs) activate.run(each.id);
  }
}

/** Ends series as their senders request, unless there are newer points. @returns the keys of their metrics */
export function endSeries(context: JobContext, ends: readonly SeriesEnd[]): string[] {
  if (ends.length === 0) return [];
  const end = context.prepare(
    `UPDATE series SET ended_at = ?
     WHERE metric_id = (SELECT id FROM metrics WHERE key = ?) AND tags = ?
       AND ended_at IS NULL AND (SELECT max(at) FROM points WHERE series_id = series.id) <= ?`,
  );
  return ends.flatMap(({ key, tags, atUs }) => (end.run(atUs, key, tags, atUs).changes > 0 ? [key] : []));
}

/** Adds the pushed series to the group, and ends its other series. @returns the keys of metrics of which a series has ended */
export function replaceGroup(
  context: JobContext,
  { key, replaces }: PushGroup,
  nowUs: number,
  metricIds: readonly number[],
  seriesIds: readonly number[],
): string[] {
  const join = context.prepare(
    'UPDATE series SET group_key = ? WHERE id = ? AND (group_key IS NULL OR group_key <> ?)',
  );
  for (const id of seriesIds) join.run(key, id, key);
  const pushed = new Set(seriesIds);
  const replaced = new Set(metricIds);
  return endAll(
    context,
    currentSeriesOf(context, key).filter(
      ({ id, metricId }) => !pushed.has(id) && (replaces === 'all' || replaced.has(metricId)),
    ),
    nowUs,
  );
}

/** Ends all series of a group. @returns the keys of their metrics */
export function endGroup(context: JobContext, key: string, nowUs: number): string[] {
  return endAll(context, currentSeriesOf(context, key), nowUs);
}

interface GroupedSeries {
  readonly id: number;
  readonly metricId: number;
  readonly metric: string;
}

/** Returns the current series of a group. */
function currentSeriesOf(context: JobContext, group: string): GroupedSeries[] {
  return context
    .prepare(
      `SELECT series.id AS id, metric_id AS metricId, metrics.key AS metric
       FROM series JOIN metrics ON metrics.id = metric_id WHERE group_key = ? AND ended_at IS NULL`,
    )
    .all(group) as unknown as GroupedSeries[];
}

/** The times that the server assigns may be slightly ahead of the clock, and a series must not end before its last point. */
function endAll(context: JobContext, series: readonly GroupedSeries[], nowUs: number): string[] {
  const end = context.prepare(
    'UPDATE series SET ended_at = max(?, (SELECT max(at) FROM points WHERE series_id = series.id)) WHERE id = ?',
  );
  for (const { id } of series) end.run(nowUs, id);
  return [...new Set(series.map(({ metric }) => metric))];
}
