import type { JobContext } from '../../database/job.js';
import type { RetentionCutoffs, RollupLevel } from './rollup-levels.js';
import { createRollupPartition } from './partitions.postgres.js';
import type { BucketSummary } from './rollup.js';
import { encodeRollup } from './encoding/rollup-codec.js';

/**
 * Stores a row of a level, replacing the previous one.
 * @param startUs start of the row
 * @param buckets all buckets of the row, in the order of time
 */
export function storeRollup(
  context: JobContext,
  seriesId: number,
  level: RollupLevel,
  startUs: number,
  buckets: readonly BucketSummary[],
  cutoffs: RetentionCutoffs,
): void {
  const { statistics, sketches } = encodeRollup(startUs, level, buckets);
  if (context.dialect === 'postgres') createRollupPartition(context, level, startUs, cutoffs);
  context
    .prepare(
      `INSERT INTO rollups (series_id, step, start, moments, sketches) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (series_id, step, start) DO UPDATE SET moments = excluded.moments, sketches = excluded.sketches`,
    )
    .run(seriesId, level.stepUs, startUs, statistics, sketches);
}
