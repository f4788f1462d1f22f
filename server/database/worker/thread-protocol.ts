import type { InputError } from '../../../wire/problem.js';

type Role = 'writer' | 'reader';

/** What a thread of a file's database is started with. */
export interface FileSettings {
  readonly role: Role;
  readonly file: string;
  /** At most this many pages of 4 KiB; for tests of a full disk. */
  readonly maxPages?: number | undefined;
}

/** What a thread of PostgreSQL's is started with. */
export interface ServerSettings {
  readonly role: Role;
  /** As `DATABASE_URL` has it. */
  readonly url: string;
}

export type ThreadSettings = FileSettings | ServerSettings;

/** What a thread is given when it is started. */
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
  /** How long it may run, in ms; without it as long as it takes. */
  readonly timeoutMs?: number | undefined;
}

/** The last message to a thread: it answers what it has, closes the database and ends. */
export const CLOSE = 'close';
export type ThreadMessage = JobRequest | typeof CLOSE;

/** Why a job failed: `refused` in words for the one who asked; `died` with its thread, so that nobody knows how far it came. */
export interface JobFailure {
  readonly kind: 'refused' | 'died' | 'failed';
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

/** `ready` once the database is open, `unusable` with words if it cannot be; then replies, a group at a time. */
export type ThreadReport =
  | { readonly type: 'ready' }
  | { readonly type: 'unusable'; readonly message: string }
  | { readonly type: 'replies'; readonly replies: readonly JobReply[] };
