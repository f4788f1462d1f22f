import { Problem } from '../base/problem.js';
import { invalid } from '../base/validate.js';
import { JobError } from '../database/job.js';
import { keyProblem } from '../metrics/metric-key.js';

/**
 * The key, which follows the rules of metrics' keys.
 * @throws Problem 422
 */
export function checkedKey(key: string): string {
  const message = keyProblem(key);
  if (message !== undefined) throw invalid([{ path: 'key', message }]);
  return key;
}

/** What `read` returns. What it refuses, in words for a thread, becomes a Problem. */
export function orProblem<R>(read: () => R): R {
  try {
    return read();
  } catch (error) {
    throw asProblem(error);
  }
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof JobError)) return error;
  const { status, message, errors } = error;
  return status === 422 && errors ? invalid(errors) : new Problem(status, message, errors);
}
