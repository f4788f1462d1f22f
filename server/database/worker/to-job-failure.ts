import { JobError } from '../../common/errors/job-error.js';
import { PostgresError } from '../postgres/postgres-error.js';
import { resultCode } from '../sqlite/sqlite-error.js';
import type { JobFailure } from './thread-protocol.js';

/** Converts the error of a job for the main thread. */
export function toJobFailure(error: unknown): JobFailure {
  if (error instanceof JobError) {
    return { kind: 'rejected', message: error.message, status: error.status, errors: error.errors };
  }
  const message = (error as Partial<Error> | null | undefined)?.message ?? String(error);
  return { kind: 'failed', message, code: error instanceof PostgresError ? error.code : resultCode(error) };
}
