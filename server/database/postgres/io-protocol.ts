import type { MessagePort } from 'node:worker_threads';

/** The worker data of an I/O thread. */
export interface IoSettings {
  readonly url: string;
  readonly role: 'writer' | 'reader';
  readonly port: MessagePort;
  /** The number of answers. The database thread waits for it to change. */
  readonly answered: Int32Array;
}

export interface IoQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface IoResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly changes: number;
  /** The command that PostgreSQL executed, such as `COMMIT`. */
  readonly command: string;
  /** Whether the statement returns rows; there may be none. */
  readonly answersRows: boolean;
}

/** Queries that are sent at once and run in order. If one fails, all fail with its error. */
export interface IoQueries {
  readonly queries: readonly IoQuery[];
  /** The connection of the transaction that the queries belong to. */
  readonly session?: number | undefined;
}

export type IoRequest = IoQueries | 'close';

export interface IoFailure {
  readonly message: string;
  /** An SQLSTATE, a system's error code, or one of `ConnectionErrorCode`. */
  readonly code: string;
  /** Whether the connection and its transaction were lost. */
  readonly isLost: boolean;
  /** The number of the connection on which it happened. */
  readonly session: number;
}

export interface IoAnswer {
  readonly results: readonly IoResult[];
  /** The number of the connection on which the queries ran. */
  readonly session: number;
}

export type IoReply = IoAnswer | { readonly failure: IoFailure };

/** Codes for errors that have neither an SQLSTATE nor a system error code. */
export const ConnectionErrorCode = {
  /** The connection was lost or timed out, so the result is unknown. */
  Lost: 'CONNECTION_LOST',
  /** Another process writes to this database. */
  InUse: 'DATABASE_IN_USE',
} as const;
