import type { JobContext } from '../../database/job.js';
import { decodePoints } from './encoding/chunk-codec.js';
import { floorTo, type RetentionCutoffs, LEVELS, type Level, WINDOW } from './rollup-levels.js';
import { joinPoints, mergePoints, type Points, slicePoints } from './points.js';
import { readPoints } from './read-points.js';
import { decodeStatistics } from './encoding/rollup-codec.js';
import { readCutoffs, StoredHistory } from './stored-history.js';

/** Chunks that are read first, and by how many times as many each time after that: most series end the search at once. */
const FIRST_CHUNKS = 4;
const GROWTH = 8;

export interface RawRequest {
  readonly series: readonly number[];
  /** Microseconds. */
  readonly from: number;
  /** The end, not part of it. Microseconds. */
  readonly until: number;
  /** How many different times all series may have together. */
  readonly maxTimes: number;
}

/**
 * The points of each series as they were sent; undefined if there are too many, or if only rollups are left of some. Reading
 * stops as soon as that is known.
 */
export function readRaw(context: JobContext, { series, from, until, maxTimes }: RawRequest): Points[] | undefined {
  const kept = readCutoffs(context);
  const times = new Set<number>();
  const found: Points[] = [];
  for (const id of series) {
    context.throwIfCanceled();
    const unsealed = readUnsealed(context, id, from, until, maxTimes + 1);
    if (unsealed.at.length > maxTimes || hasOnlyRollups(context, id, from, kept)) return undefined;
    const sealed = readSealed(context, id, Math.max(from, kept.raw), until, maxTimes);
    if (!sealed) return undefined;
    const points = mergePoints(sealed, unsealed);
    for (const time of points.at) times.add(time);
    if (times.size > maxTimes) return undefined;
    found.push(points);
  }
  return found;
}

function readUnsealed(context: JobContext, id: number, from: number, until: number, limit: number): Points {
  const select = 'SELECT at, value FROM points WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?';
  return readPoints(context, select, [id, from, until, limit]);
}

/** Whether the series had points in a part of the range that is older than raw points are kept. */
function hasOnlyRollups(context: JobContext, id: number, from: number, { raw }: RetentionCutoffs): boolean {
  if (from >= raw) return false;
  const level = LEVELS.at(-1) as Level;
  return new StoredHistory(context, id)
    .rollups(LEVELS.length - 1, from, raw, false)
    .some((row) => decodeStatistics(row, level, []).start.some((start) => start + level.step > from && start < raw));
}

/** Undefined if there are more than so many. */
function readSealed(context: JobContext, id: number, from: number, until: number, most: number): Points | undefined {
  const statement = context.prepare(
    'SELECT start, data FROM chunks WHERE series_id = ? AND start >= ? AND start < ? ORDER BY start LIMIT ?',
  );
  const parts: Points[] = [];
  let count = 0;
  let next = floorTo(from, WINDOW);
  for (let limit = FIRST_CHUNKS; ; limit *= GROWTH) {
    const rows = statement.all(id, next, until, limit) as unknown as { start: number; data: Uint8Array }[];
    for (const { start, data } of rows) {
      const part = slicePoints(decodePoints(data), from, until);
      count += part.at.length;
      if (count > most) return undefined;
      parts.push(part);
      next = start + 1;
    }
    if (rows.length < limit) return joinPoints(parts);
    context.throwIfCanceled();
  }
}
