import { JobError } from '../common/errors/job-error.js';
import { type JobContext } from './job.js';

/**
 * What is kept by key is bounded, for keys are made by whoever sends them.
 * @throws JobError 429 if there are `max` of them already.
 */
export function assertBelowRowLimit(context: JobContext, what: 'statuses' | 'tables', max: number): void {
  const count = Number(context.prepare(`SELECT count(*) AS count FROM ${what}`).get()?.count);
  if (count < max) return;
  throw new JobError(
    429,
    `There are ${max} ${what} already, as many as MAX_SERIES allows: nothing was stored. ` +
      `Delete ${what} that are no longer needed, or raise MAX_SERIES.`,
  );
}
