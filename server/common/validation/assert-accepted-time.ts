import { checkMeasuredTime } from '../time/timestamps.js';
import { JobError } from '../errors/job-error.js';

/**
 * Rejects the time of a new report or event that is in 1970. Imported ones may have any time.
 *
 * @param at microseconds; undefined where the sender names no time.
 * @param now microseconds.
 * @param prefix of the path in the error, like `[3].`
 * @throws JobError 422
 */
export function assertAcceptedTime(at: number | undefined, now: number, prefix = ''): void {
  const time = at === undefined ? now : checkMeasuredTime(at, { nowUs: now });
  if (typeof time === 'number') return;
  throw new JobError(422, `The time ${time}.`, [{ path: `${prefix}at`, message: time }]);
}
