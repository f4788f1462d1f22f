import { measuredTimeProblem } from '../time/timestamps.js';
import { JobError } from '../errors/job-error.js';

/**
 * Rejects the time of a new report or event that is in 1970. Imported ones may have any time.
 *
 * @param atUs undefined where the sender names no time
 * @param prefix of the path in the error, like `[3].`
 * @throws JobError 422
 */
export function assertAcceptedTime(atUs: number | undefined, nowUs: number, prefix = ''): void {
  const problem = atUs === undefined ? undefined : measuredTimeProblem(atUs, { nowUs });
  if (problem === undefined) return;
  throw new JobError(422, `The time ${problem}.`, [{ path: `${prefix}at`, message: problem }]);
}
