import { JobError } from '../common/errors/job-error.js';
import { type JobContext } from './job.js';

/**
 * Limits the number of statuses or tables, because clients choose their keys.
 * @throws JobError 429 if there are `max` already
 */
export function assertBelowRowLimit(context: JobContext, what: 'statuses' | 'tables', max: number): void {
  const count = Number(context.prepare(`SELECT count(*) AS count FROM ${what}`).get()?.count);
  if (count < max) return;
  throw new JobError(
    429,
    `There are ${max} ${what} already, which is the limit (MAX_SERIES). Nothing was stored. ` +
      `Delete ${what} that are no longer needed, or increase MAX_SERIES.`,
  );
}
