import { JobError } from './job-error.js';
import { Problem } from './problem.js';
import { validationProblem } from '../validation/validate.js';

/** What `read` returns. What it refuses, in words for a thread, becomes a Problem. */
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
