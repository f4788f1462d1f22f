import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { StatementResult } from './statement.js';

/** Which database keeps the data. */
export type DatabaseDialect = 'sqlite' | 'postgres';

/** A statement that a job runs. Parameters are `?` in order, or an object for those written `:name`. */
export type JobStatement = Pick<StatementSync, 'get' | 'all' | 'run' | 'iterate'>;

/**
 * What a job handler works with, inside a database thread. Handlers are written once for both databases, in the SQL that
 * both understand; where they must differ, `dialect` says which it is.
 */
export interface JobContext {
  readonly dialect: DatabaseDialect;
  readonly database: Pick<DatabaseSync, 'exec'>;

  /** The statement, prepared once per thread. */
  prepare(sql: string): JobStatement;

  /** Runs a statement of any kind: its rows, or what it changed. */
  execute(sql: string, parameters: readonly SQLInputValue[]): StatementResult;

  /**
   * Ends the job if its answer is no longer needed, or if it has run for too long. Loops that can take long call it
   * once for each part of their work, of some milliseconds at most: nothing else can stop a thread.
   * @throws JobError
   */
  throwIfCanceled(): void;

  /** Buffers of the result that are moved to the main thread instead of copied. */
  transfer(...buffers: ArrayBuffer[]): void;
}
/** Runs inside a database thread, synchronously. Payload and result cross threads by structured clone. */
export type JobHandler<P, R> = (context: JobContext, payload: P) => R;

/** A job as the main thread names it: a handler in the `jobs` that a module exports. */
export interface Job<P, R> {
  readonly module: string;
  readonly name: string;
  /** Never there: carries the types. */
  readonly signature?: (payload: P) => R;
}

type Handlers = Readonly<Record<string, JobHandler<never, unknown>>>;

export type JobOf<H> = H extends JobHandler<infer P, infer R> ? Job<P, R> : never;

/**
 * Names the handlers that the module at `url` exports as `jobs`. The threads import the module by themselves when
 * they first need it, so it may import nothing that needs more than its types erased.
 */
export function jobModule<H extends Handlers>(url: string): <N extends keyof H & string>(name: N) => JobOf<H[N]> {
  return <N extends keyof H & string>(name: N) => ({ module: url, name }) as unknown as JobOf<H[N]>;
}
