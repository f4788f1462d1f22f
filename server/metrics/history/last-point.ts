import type { JobContext } from '../../database/job.js';

export interface LastPoint {
  /** Microseconds. */
  readonly at: number;
  readonly value: number;
}

/**
 * The last point of a series at or before a time (microseconds). The very last one of a series always is a row of
 * `points`, so whoever wants no other may read it there.
 */
export function lastPointUntil(context: JobContext, seriesId: number, until: number): LastPoint | undefined {
  return context
    .prepare('SELECT at, value FROM points WHERE series_id = ? AND at <= ? ORDER BY at DESC LIMIT 1')
    .get(seriesId, until) as LastPoint | undefined;
}
