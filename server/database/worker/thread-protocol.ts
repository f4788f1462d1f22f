import type { InputError } from '../../../wire/schemas/problem-schema.js';

type Role = 'writer' | 'reader';

/** The settings of a thread for SQLite. */
export interface FileSettings {
  readonly role: Role;
  readonly file: string;
  /** The limit of pages of 4 KiB, for tests of a full disk. */
  readonly maxPages?: number | undefined;
}

/** The settings of a thread for PostgreSQL. */
export interface ServerSettings {
  readonly role: Role;
  /** As in `DATABASE_URL`. */
  readonly url: string;
}

export type ThreadSettings = FileSettings | ServerSettings;

/** The worker data of a thread. */
export interface ThreadData {
  readonly settings: ThreadSettings;
  /** Shared with the main thread, which stores the id of a job (as 32 bits) here to cancel it. */
  readonly canceled: Int32Array<SharedArrayBuffer>;
}

export interface JobRequest {
  readonly id: number;
  readonly module: string;
  readonly name: string;
  readonly payload: unknown;
  /** The time limit of the job in ms; undefined if there is none. */
  readonly timeoutMs?: number | undefined;
}

/** The last message to a thread. The thread finishes its jobs, closes the database and exits. */
export const CLOSE = 'close';
export type ThreadMessage = JobRequest | typeof CLOSE;

/**
 * Why a job failed. `rejected`: with a message for the client. `exited`: its thread exited, so its result is unknown. `failed`: with
 * any other error.
 */
export interface JobFailure {
  readonly kind: 'rejected' | 'exited' | 'failed';
  readonly message: string;
  readonly status?: number | undefined;
  readonly errors?: readonly InputError[] | undefined;
  /** SQLite's extended result code, or PostgreSQL's SQLSTATE. */
  readonly code?: number | string | undefined;
}

export interface JobReply {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: JobFailure;
}

/**
 * A message from a thread: first `ready` or `unusable`, then the replies to jobs in groups. `upgradeCopy` is the copy of the database from
 * before its migration, if the thread migrated it.
 */
export type ThreadReport =
  | { readonly type: 'ready'; readonly upgradeCopy?: string | undefined }
  | { readonly type: 'unusable'; readonly message: string }
  | { readonly type: 'replies'; readonly replies: readonly JobReply[] };
