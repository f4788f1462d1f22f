import type { MessagePort } from 'node:worker_threads';

/** What the thread that talks to PostgreSQL is started with. */
export interface IoSettings {
  readonly url: string;
  readonly role: 'writer' | 'reader';
  readonly port: MessagePort;
  /** Counts the answers: the thread that asked sleeps on it. */
  readonly answered: Int32Array;
}

export interface IoQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface IoResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly changes: number;
  /** The command that PostgreSQL says it has executed, like `COMMIT`. */
  readonly command: string;
  /** Whether it is one that answers rows, though there may be none. */
  readonly answersRows: boolean;
}

/** Queries that are sent at once and run one after the other; the first that fails is the failure of all. */
export interface IoQueries {
  readonly queries: readonly IoQuery[];
  /** The connection that they must run on, since they belong to a transaction: another knows nothing of it. */
  readonly session?: number | undefined;
}

export type IoRequest = IoQueries | 'close';

export interface IoFailure {
  readonly message: string;
  /** An SQLSTATE, a system's error code, or one of `ConnectionErrorCode`. */
  readonly code: string;
  /** Whether the connection went with it, and its transaction. */
  readonly isLost: boolean;
  /** Number of the connection that it happened on. */
  readonly session: number;
}

export interface IoAnswer {
  readonly results: readonly IoResult[];
  /** Number of the connection that they ran on. */
  readonly session: number;
}

export type IoReply = IoAnswer | { readonly failure: IoFailure };

/** What goes wrong between here and there, where neither PostgreSQL nor the system has a code for it. */
export const ConnectionErrorCode = {
  /** The connection was lost or timed out, so that nobody knows what was done. */
  Lost: 'CONNECTION_LOST',
  /** Another process writes to this database. */
  InUse: 'DATABASE_IN_USE',
} as const;
