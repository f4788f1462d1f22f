import { postgresFailure, READ_ONLY, type DatabaseFailure } from './postgres/postgres-error.js';
import { diskFailureMessage } from './sqlite/sqlite-error.js';

/** Returns how to answer a write that failed because of the database; undefined if its error code says that the job failed. */
export function writeFailureOf(code: number | string | undefined): DatabaseFailure | undefined {
  if (typeof code === 'string') return postgresFailure(code);
  const message = diskFailureMessage(code);
  return message === undefined ? undefined : { status: 507, message, makesUnavailable: true };
}

/** Like `writeFailureOf`, for a read. A read that tries to write is a bug, not a failure of the database. */
export function readFailureOf(code: number | string | undefined): DatabaseFailure | undefined {
  return typeof code === 'string' && code !== READ_ONLY ? postgresFailure(code) : undefined;
}
