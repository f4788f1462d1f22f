import { JobError } from './job-error.js';
import { Problem } from './problem.js';
import { invalid } from '../validation/validate.js';

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
