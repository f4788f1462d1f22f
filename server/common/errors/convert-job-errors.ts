import { JobError } from './job-error.js';
import { Problem } from './problem.js';
import { validationProblem } from '../validation/validate.js';

/** Returns the result of `read`, and rethrows a `JobError` as a `Problem`: for code that runs both in threads and here. */
export function convertJobErrors<R>(read: () => R): R {
  try {
    return read();
  } catch (error) {
    throw asProblem(error);
  }
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof JobError)) return error;
  const { status, message, errors } = error;
  return status === 422 && errors ? validationProblem(errors) : new Problem(status, message, errors);
}
