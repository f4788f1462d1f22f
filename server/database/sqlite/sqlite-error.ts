import { JobError } from '../../common/errors/job-error.js';
import { PostgresError } from '../postgres/postgres-error.js';
import type { JobFailure } from '../worker/thread-protocol.js';

/** Primary result codes of SQLite, https://www.sqlite.org/rescode.html */
export const ResultCode = {
  Busy: 5,
  ReadOnly: 8,
  IoError: 10,
  Corrupt: 11,
  Full: 13,
  CannotOpen: 14,
  NotADatabase: 26,
} as const;

/** The extended result code of an error that node:sqlite threw. */
export function resultCode(error: unknown): number | undefined {
  const code: unknown = (error as { errcode?: unknown } | null | undefined)?.errcode;
  return typeof code === 'number' ? code : undefined;
}

/** The primary code is the extended one's low byte. */
export function primaryCode(code: number | string | undefined): number | undefined {
  return typeof code === 'number' ? code & 0xff : undefined;
}

const DISK_TROUBLE: ReadonlyMap<number | undefined, string> = new Map([
  [
    ResultCode.Full,
    'The disk is full: nothing was stored. Free some space on the disk of DATA_DIR, then send it again.',
  ],
  [ResultCode.IoError, 'The disk failed while storing: nothing was stored. Check the disk of DATA_DIR.'],
  [
    ResultCode.ReadOnly,
    'The database cannot be written: nothing was stored. Make DATA_DIR and its files writable again.',
  ],
  [ResultCode.CannotOpen, 'The database files cannot be opened: nothing was stored. Check DATA_DIR and its rights.'],
]);

/** What a write is answered whose disk is in trouble; undefined if that is not what happened. */
export function diskFailureMessage(code: number | string | undefined): string | undefined {
  return DISK_TROUBLE.get(primaryCode(code));
}

/** What crosses to the main thread of an error in a job. */
export function toJobFailure(error: unknown): JobFailure {
  if (error instanceof JobError) {
    return { kind: 'refused', message: error.message, status: error.status, errors: error.errors };
  }
  const message = (error as Partial<Error> | null | undefined)?.message ?? String(error);
  return { kind: 'failed', message, code: error instanceof PostgresError ? error.code : resultCode(error) };
}
