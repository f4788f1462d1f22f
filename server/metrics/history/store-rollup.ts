import type { JobContext } from '../../database/job.js';
import type { RetentionCutoffs, Level } from './rollup-levels.js';
import { createRollupPartition } from './partitions.postgres.js';
import type { BucketSummary } from './rollup.js';
import { encodeRollup } from './encoding/rollup-codec.js';

/**
 * Stores the row of a level that begins at `start` (microseconds) in the place of the one before.
 * @param cells all of the row, in the order of time.
 */
export function putRollup(
  context: JobContext,
  seriesId: number,
  level: Level,
  start: number,
  cells: readonly BucketSummary[],
  kept: RetentionCutoffs,
): void {
  const { moments, sketches } = encodeRollup(start, level, cells);
  if (context.dialect === 'postgres') createRollupPartition(context, level, start, kept);
  context
    .prepare(
      `INSERT INTO rollups (series_id, step, start, moments, sketches) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (series_id, step, start) DO UPDATE SET moments = excluded.moments, sketches = excluded.sketches`,
    )
    .run(seriesId, level.step, start, moments, sketches);
}
