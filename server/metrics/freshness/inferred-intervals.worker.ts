import type { JobContext } from '../../database/job.js';
import type { LearntCadence } from './inferred-intervals.js';

export interface KeptCadence {
  readonly metric: string;
  readonly tags: string;
  readonly learntEveryMs: number;
}

/** Keeps what was learnt, and forgets what no longer holds. Metrics deleted meanwhile have nothing to keep. */
function keep(context: JobContext, learnt: readonly LearntCadence[]): void {
  const remove = context.prepare('DELETE FROM cadences WHERE metric = ? AND tags = ?');
  const put = context.prepare(
    `INSERT INTO cadences (metric, tags, learnt_every_ms)
     SELECT key, ?, ? FROM metrics WHERE key = ?
     ON CONFLICT (metric, tags) DO UPDATE SET learnt_every_ms = excluded.learnt_every_ms`,
  );
  for (const { metric, tags, learntEveryMs } of learnt) {
    if (learntEveryMs === undefined) remove.run(metric, tags);
    else put.run(tags, learntEveryMs, metric);
  }
}

/** All that is kept. */
function read(context: JobContext): KeptCadence[] {
  return context
    .prepare('SELECT metric, tags, learnt_every_ms AS learntEveryMs FROM cadences')
    .all() as unknown as KeptCadence[];
}

export const jobs = { keep, read };
