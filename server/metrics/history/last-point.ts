import type { JobContext } from '../../database/job.js';
import { ROLLUP_LEVELS } from './rollup-levels.js';
import { lowerBound } from './points.js';
import { decodePoints } from './encoding/chunk-codec.js';
import { readCutoffs } from './stored-history.js';
import { decodeStatistics, type RollupRow } from './encoding/rollup-codec.js';

export interface LastPoint {
  readonly atUs: number;
  readonly value: number;
}

/**
 * Returns the last point of a series at or before a time. If the raw point is deleted, it is the last value of the finest
 * rollup bucket, at the end of that bucket. (The newest point of a series is always a row of `points`, so it can be read
 * there directly.)
 */
export function findLastPoint(context: JobContext, seriesId: number, untilUs: number): LastPoint | undefined {
  const unsealed = context
    .prepare('SELECT at AS atUs, value FROM points WHERE series_id = ? AND at <= ? ORDER BY at DESC LIMIT 1')
    .get(seriesId, untilUs) as LastPoint | undefined;
  const raw = later(unsealed, findLastSealed(context, seriesId, untilUs));
  const rawCutoffUs = readCutoffs(context).rawUs;
  return raw && raw.atUs >= rawCutoffUs
    ? raw
    : later(raw, findLastInRollups(context, seriesId, Math.min(untilUs, rawCutoffUs - 1)));
}

function later(one: LastPoint | undefined, other: LastPoint | undefined): LastPoint | undefined {
  return one && (!other || one.atUs >= other.atUs) ? one : other;
}

function findLastSealed(context: JobContext, seriesId: number, untilUs: number): LastPoint | undefined {
  const chunk = context
    .prepare('SELECT data FROM chunks WHERE series_id = ? AND start <= ? ORDER BY start DESC LIMIT 1')
    .get(seriesId, untilUs);
  if (!chunk) return undefined;
  const { atUs, value } = decodePoints(chunk.data as Uint8Array);
  const index = lowerBound(atUs, untilUs + 1) - 1;
  return { atUs: atUs[index] as number, value: value[index] as number };
}

function findLastInRollups(context: JobContext, seriesId: number, untilUs: number): LastPoint | undefined {
  const select = context.prepare(
    'SELECT start, moments AS statistics FROM rollups WHERE series_id = ? AND step = ? AND start <= ? ORDER BY start DESC LIMIT 1',
  );
  for (const level of ROLLUP_LEVELS) {
    const row = select.get(seriesId, level.stepUs, untilUs) as unknown as RollupRow | undefined;
    if (!row) continue;
    const { startUs, last } = decodeStatistics(row, level, ['last']);
    const index = lowerBound(startUs, untilUs + 1) - 1;
    if (index >= 0)
      return { atUs: Math.min((startUs[index] as number) + level.stepUs - 1, untilUs), value: last[index] as number };
  }
  return undefined;
}
