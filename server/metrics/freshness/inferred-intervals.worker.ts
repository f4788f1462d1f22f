import type { JobContext } from '../../database/job.js';
import type { InferredInterval } from './inferred-intervals.js';

export interface StoredInferredInterval {
  readonly metric: string;
  readonly tags: string;
  readonly inferredEveryMs: number;
}

/** Stores inferred intervals, and deletes those that no longer hold. Ignores metrics that were deleted in the meantime. */
function save(context: JobContext, intervals: readonly InferredInterval[]): void {
  const remove = context.prepare('DELETE FROM cadences WHERE metric = ? AND tags = ?');
  const put = context.prepare(
    `INSERT INTO cadences (metric, tags, learnt_every_ms)
     SELECT key, ?, ? FROM metrics WHERE key = ?
     ON CONFLICT (metric, tags) DO UPDATE SET learnt_every_ms = excluded.learnt_every_ms`,
  );
  for (const { metric, tags, inferredEveryMs } of intervals) {
    if (inferredEveryMs === undefined) remove.run(metric, tags);
    else put.run(tags, inferredEveryMs, metric);
  }
}

function read(context: JobContext): StoredInferredInterval[] {
  return context
    .prepare('SELECT metric, tags, learnt_every_ms AS inferredEveryMs FROM cadences')
    .all() as unknown as StoredInferredInterval[];
}

export const jobs = { save, read };
