import type { JobContext } from '../../database/job.js';
import { floorToMultiple, GRACE_US, sealedUntilUs, WINDOW_US } from './rollup-levels.js';
import { type PointRow, toPoints } from './points.js';
import { type WindowToSeal, sealWindows } from './seal-window.js';
import { readCutoffs } from './stored-history.js';

/** If a window has more unsealed points than this, they are sealed before its end, because chunks are read much faster. */
const EARLY_POINTS = 600;

export interface SealRequest {
  readonly nowUs: number;
  /** The step begins after the series with this id. */
  readonly after: number;
  /** Limits of one step, so that no write waits long. `maxPoints` must be at least 2. */
  readonly maxPoints: number;
  readonly maxWindows: number;
  readonly maxSeries: number;
}

export interface SealResult {
  readonly sealed: number;
  /** The `after` of the next step; undefined when all series are done. */
  readonly after?: number;
}

/** Seals some of the points that are due. The newest point of a series is never sealed. */
function seal(context: JobContext, { nowUs, after, maxPoints, maxWindows, maxSeries }: SealRequest): SealResult {
  const cutoffs = readCutoffs(context);
  const series = context.prepare('SELECT id FROM series WHERE id > ? ORDER BY id LIMIT ?').all(after, maxSeries);
  let sealed = 0;
  let windows = 0;
  let lastDone = after;
  for (const { id } of series) {
    const seriesId = Number(id);
    for (let isMore = true; isMore;) {
      if (sealed >= maxPoints || windows >= maxWindows) return { sealed, after: lastDone };
      const found = findDueWindows(context, seriesId, nowUs, { maxPoints, maxWindows });
      isMore = found.length > 0;
      if (isMore) sealWindows(context, seriesId, found, cutoffs);
      sealed += found.reduce((sum, { points }) => sum + points.atUs.length, 0);
      windows += found.length;
    }
    lastDone = seriesId;
  }
  return series.length < maxSeries ? { sealed } : { sealed, after: lastDone };
}

/** Returns the oldest windows of a series that are due: their grace period is over, or they are full. */
function findDueWindows(
  context: JobContext,
  seriesId: number,
  nowUs: number,
  { maxPoints, maxWindows }: Pick<SealRequest, 'maxPoints' | 'maxWindows'>,
): WindowToSeal[] {
  const beforeUs = nowUs - GRACE_US;
  const endUs = sealedUntilUs(nowUs);
  if (!mayBeDue(context, seriesId, beforeUs, endUs)) return [];
  const rows = context
    .prepare(
      `SELECT at, value FROM points
       WHERE series_id = ? AND at < ? AND at < (SELECT max(at) FROM points WHERE series_id = ?) ORDER BY at LIMIT ?`,
    )
    .all(seriesId, beforeUs, seriesId, maxPoints) as unknown as PointRow[];
  const groups = Array.from(Map.groupBy(rows, ({ at }) => floorToMultiple(at, WINDOW_US)));
  // The limit may cut the last window off: a later step seals all of it.
  const incompleteUs = rows.length === maxPoints ? groups.at(-1)?.[0] : undefined;
  return groups.slice(0, maxWindows).flatMap(([startUs, points]): WindowToSeal[] => {
    if (startUs < endUs && startUs !== incompleteUs) return [{ startUs, points: toPoints(points), complete: true }];
    if (startUs === incompleteUs ? groups.length > 1 : points.length <= EARLY_POINTS) return [];
    // The newest point remains unsealed: readers conclude from it that the rollups of the window do not exist yet.
    return [{ startUs, points: toPoints(points.slice(0, -1)), complete: false }];
  });
}

/** A fast check whether a series may have windows that are due. */
function mayBeDue(context: JobContext, seriesId: number, beforeUs: number, endUs: number): boolean {
  const select = 'SELECT at FROM points WHERE series_id = ? AND at < ? ORDER BY at LIMIT 1 OFFSET ?';
  const firstUs = context.prepare(select).get(seriesId, beforeUs, 0)?.at;
  if (typeof firstUs !== 'number') return false;
  return firstUs < endUs || context.prepare(select).get(seriesId, beforeUs, EARLY_POINTS) !== undefined;
}

export const jobs = { seal };
