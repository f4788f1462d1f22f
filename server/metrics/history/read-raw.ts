import type { JobContext } from '../../database/job.js';
import { decodePoints } from './encoding/chunk-codec.js';
import { floorToMultiple, type RetentionCutoffs, ROLLUP_LEVELS, type RollupLevel, WINDOW_US } from './rollup-levels.js';
import { concatPoints, mergePoints, type Points, slicePoints } from './points.js';
import { readPoints } from './read-points.js';
import { decodeStatistics } from './encoding/rollup-codec.js';
import { readCutoffs, StoredHistory } from './stored-history.js';

/** How many chunks are read first, and the factor for each further read. The first read is enough for most series. */
const FIRST_CHUNKS = 4;
const CHUNK_LIMIT_GROWTH = 8;

export interface RawPointsRequest {
  readonly series: readonly number[];
  readonly fromUs: number;
  /** The exclusive end. */
  readonly untilUs: number;
  /** The maximum number of different times of all series together. */
  readonly maxTimes: number;
}

/**
 * Returns the points of each series as they were sent; undefined if they are too many, or if some are left only as rollups.
 * Reading stops as soon as one of both is certain.
 */
export function readRawPoints(
  context: JobContext,
  { series, fromUs, untilUs, maxTimes }: RawPointsRequest,
): Points[] | undefined {
  const cutoffs = readCutoffs(context);
  const timesUs = new Set<number>();
  const found: Points[] = [];
  for (const id of series) {
    context.throwIfCanceled();
    const unsealed = readUnsealed(context, id, fromUs, untilUs, maxTimes + 1);
    if (unsealed.atUs.length > maxTimes || hasOnlyRollups(context, id, fromUs, cutoffs)) return undefined;
    const sealed = readSealed(context, id, Math.max(fromUs, cutoffs.rawUs), untilUs, maxTimes);
    if (!sealed) return undefined;
    const points = mergePoints(sealed, unsealed);
    for (const timeUs of points.atUs) timesUs.add(timeUs);
    if (timesUs.size > maxTimes) return undefined;
    found.push(points);
  }
  return found;
}

function readUnsealed(context: JobContext, id: number, fromUs: number, untilUs: number, limit: number): Points {
  const select = 'SELECT at, value FROM points WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?';
  return readPoints(context, select, [id, fromUs, untilUs, limit]);
}

/** Whether the series has rollups of a time in the range for which raw points are no longer kept. */
function hasOnlyRollups(context: JobContext, id: number, fromUs: number, { rawUs }: RetentionCutoffs): boolean {
  if (fromUs >= rawUs) return false;
  const level = ROLLUP_LEVELS.at(-1) as RollupLevel;
  return new StoredHistory(context, id)
    .rollups(ROLLUP_LEVELS.length - 1, fromUs, rawUs, false)
    .some((row) =>
      decodeStatistics(row, level, []).startUs.some((startUs) => startUs + level.stepUs > fromUs && startUs < rawUs),
    );
}

/** Returns undefined if there are more than `maxPoints`. */
function readSealed(
  context: JobContext,
  id: number,
  fromUs: number,
  untilUs: number,
  maxPoints: number,
): Points | undefined {
  const statement = context.prepare(
    'SELECT start, data FROM chunks WHERE series_id = ? AND start >= ? AND start < ? ORDER BY start LIMIT ?',
  );
  const parts: Points[] = [];
  let count = 0;
  let nextUs = floorToMultiple(fromUs, WINDOW_US);
  for (let limit = FIRST_CHUNKS; ; limit *= CHUNK_LIMIT_GROWTH) {
    const rows = statement.all(id, nextUs, untilUs, limit) as unknown as { start: number; data: Uint8Array }[];
    for (const { start, data } of rows) {
      const part = slicePoints(decodePoints(data), fromUs, untilUs);
      count += part.atUs.length;
      if (count > maxPoints) return undefined;
      parts.push(part);
      nextUs = start + 1;
    }
    if (rows.length < limit) return concatPoints(parts);
    context.throwIfCanceled();
  }
}
