import type { JobContext } from '../../database/job.js';
import { LEVELS } from './rollup-levels.js';
import { lowerBound } from './points.js';
import { decodePoints } from './encoding/chunk-codec.js';
import { readCutoffs } from './stored-history.js';
import { decodeStatistics, type RollupRow } from './encoding/rollup-codec.js';

export interface LastPoint {
  /** Microseconds. */
  readonly at: number;
  readonly value: number;
}

/**
 * The last point of a series at or before a time (microseconds). The very last one of a series always is a row of
 * `points`, so whoever wants no other may read it there. Where the raw point is gone its value stands at the end of the
 * finest cell that still knows of it.
 */
export function lastPointUntil(context: JobContext, seriesId: number, until: number): LastPoint | undefined {
  const unsealed = context
    .prepare('SELECT at, value FROM points WHERE series_id = ? AND at <= ? ORDER BY at DESC LIMIT 1')
    .get(seriesId, until) as LastPoint | undefined;
  const raw = later(unsealed, lastSealed(context, seriesId, until));
  const rawSince = readCutoffs(context).raw;
  return raw && raw.at >= rawSince ? raw : later(raw, lastRolledUp(context, seriesId, Math.min(until, rawSince - 1)));
}

function later(one: LastPoint | undefined, other: LastPoint | undefined): LastPoint | undefined {
  return one && (!other || one.at >= other.at) ? one : other;
}

function lastSealed(context: JobContext, seriesId: number, until: number): LastPoint | undefined {
  const chunk = context
    .prepare('SELECT data FROM chunks WHERE series_id = ? AND start <= ? ORDER BY start DESC LIMIT 1')
    .get(seriesId, until);
  if (!chunk) return undefined;
  const { at, value } = decodePoints(chunk.data as Uint8Array);
  const index = lowerBound(at, until + 1) - 1;
  return { at: at[index] as number, value: value[index] as number };
}

function lastRolledUp(context: JobContext, seriesId: number, until: number): LastPoint | undefined {
  const select = context.prepare(
    'SELECT start, moments FROM rollups WHERE series_id = ? AND step = ? AND start <= ? ORDER BY start DESC LIMIT 1',
  );
  for (const level of LEVELS) {
    const row = select.get(seriesId, level.step, until) as unknown as RollupRow | undefined;
    if (!row) continue;
    const { start, last } = decodeStatistics(row, level, ['last']);
    const index = lowerBound(start, until + 1) - 1;
    if (index >= 0)
      return { at: Math.min((start[index] as number) + level.step - 1, until), value: last[index] as number };
  }
  return undefined;
}
