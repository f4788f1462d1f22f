import type { JobContext } from '../../database/job.js';
import { floorTo, GRACE, sealedUntil, WINDOW } from './rollup-levels.js';
import { type PointRow, pointsOf } from './points.js';
import { type SealedWindow, sealWindows } from './seal-window.js';
import { readCutoffs } from './stored-history.js';

/** So many points are sealed without waiting for the end of their window: reading them in chunks is much quicker. */
const EARLY_POINTS = 600;

export interface SealRequest {
  /** Microseconds. */
  readonly now: number;
  /** Series up to this id are done. */
  readonly after: number;
  /** Points (two or more) and windows to seal and series to visit at most, so that no write waits long. */
  readonly maxPoints: number;
  readonly maxWindows: number;
  readonly maxSeries: number;
}

export interface SealResult {
  readonly sealed: number;
  /** Where the next step goes on; undefined when all is done. */
  readonly after?: number;
}

/** One step of sealing what is due of all series. The last point of a series always stays where it is. */
function seal(context: JobContext, { now, after, maxPoints, maxWindows, maxSeries }: SealRequest): SealResult {
  const kept = readCutoffs(context);
  const series = context.prepare('SELECT id FROM series WHERE id > ? ORDER BY id LIMIT ?').all(after, maxSeries);
  let sealed = 0;
  let windows = 0;
  let done = after;
  for (const { id } of series) {
    const seriesId = Number(id);
    for (let due = true; due;) {
      if (sealed >= maxPoints || windows >= maxWindows) return { sealed, after: done };
      const found = dueWindows(context, seriesId, now, { maxPoints, maxWindows });
      due = found.length > 0;
      if (due) sealWindows(context, seriesId, found, kept);
      sealed += found.reduce((sum, { points }) => sum + points.at.length, 0);
      windows += found.length;
    }
    done = seriesId;
  }
  return series.length < maxSeries ? { sealed } : { sealed, after: done };
}

/** The oldest windows of a series that are due: over since a while, or full. */
function dueWindows(
  context: JobContext,
  seriesId: number,
  now: number,
  { maxPoints, maxWindows }: Pick<SealRequest, 'maxPoints' | 'maxWindows'>,
): SealedWindow[] {
  const before = now - GRACE;
  const over = sealedUntil(now);
  if (!isDue(context, seriesId, before, over)) return [];
  const rows = context
    .prepare(
      `SELECT at, value FROM points
       WHERE series_id = ? AND at < ? AND at < (SELECT max(at) FROM points WHERE series_id = ?) ORDER BY at LIMIT ?`,
    )
    .all(seriesId, before, seriesId, maxPoints) as unknown as PointRow[];
  const groups = Array.from(Map.groupBy(rows, ({ at }) => floorTo(at, WINDOW)));
  // The last of many points may lie in the middle of their window: another step takes all of that.
  const cutOff = rows.length === maxPoints ? groups.at(-1)?.[0] : undefined;
  return groups.slice(0, maxWindows).flatMap(([start, points]): SealedWindow[] => {
    if (start < over && start !== cutOff) return [{ start, points: pointsOf(points), complete: true }];
    if (start === cutOff ? groups.length > 1 : points.length <= EARLY_POINTS) return [];
    // Its newest point stays: it tells readers that the window's rollups are not made yet.
    return [{ start, points: pointsOf(points.slice(0, -1)), complete: false }];
  });
}

/** Whether it is worth looking closer. */
function isDue(context: JobContext, seriesId: number, before: number, over: number): boolean {
  const select = 'SELECT at FROM points WHERE series_id = ? AND at < ? ORDER BY at LIMIT 1 OFFSET ?';
  const first = context.prepare(select).get(seriesId, before, 0)?.at;
  if (typeof first !== 'number') return false;
  return first < over || context.prepare(select).get(seriesId, before, EARLY_POINTS) !== undefined;
}

export const jobs = { seal };
