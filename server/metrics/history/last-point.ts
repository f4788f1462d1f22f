import type { JobContext } from '../../database/job.js';
import { ROLLUP_LEVELS } from './rollup-levels.js';
import { lowerBound } from './points.js';
import { decodePoints } from './encoding/chunk-codec.js';
import { readCutoffs } from './stored-history.js';
import { decodeStatistics, type RollupRow } from './encoding/rollup-codec.js';

export interface LastPoint {
  /** In microseconds. */
  readonly at: number;
  readonly value: number;
}

/**
 * Returns the last point of a series at or before a time. If the raw point is deleted, it is the last value of the finest
 * rollup bucket, at the end of that bucket. (The newest point of a series is always a row of `points`, so it can be read
 * there directly.)
 * @param untilUs in microseconds
 */
export function findLastPoint(context: JobContext, seriesId: number, untilUs: number): LastPoint | undefined {
  const unsealed = context
    .prepare('SELECT at, value FROM points WHERE series_id = ? AND at <= ? ORDER BY at DESC LIMIT 1')
    .get(seriesId, untilUs) as LastPoint | undefined;
  const raw = later(unsealed, findLastSealed(context, seriesId, untilUs));
  const rawCutoff = readCutoffs(context).raw;
  return raw && raw.at >= rawCutoff
    ? raw
    : later(raw, findLastInRollups(context, seriesId, Math.min(untilUs, rawCutoff - 1)));
}

function later(one: LastPoint | undefined, other: LastPoint | undefined): LastPoint | undefined {
  return one && (!other || one.at >= other.at) ? one : other;
}

function findLastSealed(context: JobContext, seriesId: number, untilUs: number): LastPoint | undefined {
  const chunk = context
    .prepare('SELECT data FROM chunks WHERE series_id = ? AND start <= ? ORDER BY start DESC LIMIT 1')
    .get(seriesId, untilUs);
  if (!chunk) return undefined;
  const { at, value } = decodePoints(chunk.data as Uint8Array);
  const index = lowerBound(at, untilUs + 1) - 1;
  return { at: at[index] as number, value: value[index] as number };
}

function findLastInRollups(context: JobContext, seriesId: number, untilUs: number): LastPoint | undefined {
  const select = context.prepare(
    'SELECT start, moments AS statistics FROM rollups WHERE series_id = ? AND step = ? AND start <= ? ORDER BY start DESC LIMIT 1',
  );
  for (const level of ROLLUP_LEVELS) {
    const row = select.get(seriesId, level.stepUs, untilUs) as unknown as RollupRow | undefined;
    if (!row) continue;
    const { start, last } = decodeStatistics(row, level, ['last']);
    const index = lowerBound(start, untilUs + 1) - 1;
    if (index >= 0)
      return { at: Math.min((start[index] as number) + level.stepUs - 1, untilUs), value: last[index] as number };
  }
  return undefined;
}
