import { postgresFailure, READ_ONLY, type DatabaseFailure } from './postgres/postgres-error.js';
import { diskFailureMessage } from './sqlite/sqlite-error.js';

/** What a write is answered whose store is in trouble; undefined if that is not what the code of its failure says. */
export function writeFailureOf(code: number | string | undefined): DatabaseFailure | undefined {
  if (typeof code === 'string') return postgresFailure(code);
  const words = diskFailureMessage(code);
  return words === undefined ? undefined : { status: 507, message: words, isLasting: true };
}

/** The same of a read. One that tries to write is a mistake in the code, and says nothing of the store. */
export function readFailureOf(code: number | string | undefined): DatabaseFailure | undefined {
  return typeof code === 'string' && code !== READ_ONLY ? postgresFailure(code) : undefined;
}
