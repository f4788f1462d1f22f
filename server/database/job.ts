import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { StatementResult } from './statement.js';

/** The database in use. */
export type DatabaseDialect = 'sqlite' | 'postgres';

/** A prepared statement. Parameters are positional (`?`), or an object for named ones (`:name`). */
export type JobStatement = Pick<StatementSync, 'get' | 'all' | 'run' | 'iterate'>;

/**
 * What a job handler uses inside a database thread. Handlers are written once, in SQL that both databases understand. `dialect` is for
 * the few places where they must differ.
 */
export interface JobContext {
  readonly dialect: DatabaseDialect;
  readonly database: Pick<DatabaseSync, 'exec'>;

  /** Prepares a statement, once per thread. */
  prepare(sql: string): JobStatement;

  /** Executes a statement, and returns its rows and the number of changes. */
  execute(sql: string, parameters: readonly SQLInputValue[]): StatementResult;

  /**
   * Ends the job if its result is no longer needed or its time limit has passed. Long loops must call it every few milliseconds,
   * because nothing else can stop a thread.
   * @throws JobError 503
   */
  throwIfCanceled(): void;

  /** Moves buffers of the result to the main thread instead of copying them. */
  transfer(...buffers: ArrayBuffer[]): void;
}

/** Runs synchronously in a database thread. The payload and the result are copied by structured clone. */
export type JobHandler<P, R> = (context: JobContext, payload: P) => R;

/** Names a job for the main thread: a handler in the `jobs` that a module exports. */
export interface Job<P, R> {
  readonly module: string;
  readonly name: string;
  /** Only for types; it has no value. */
  readonly signature?: (payload: P) => R;
}

type Handlers = Readonly<Record<string, JobHandler<never, unknown>>>;

export type JobOf<H> = H extends JobHandler<infer P, infer R> ? Job<P, R> : never;

/**
 * Returns a function that names the handlers which the module at `path` exports as `jobs`. Threads import the module when they first
 * need it and run it with erased types, so it must not import anything that needs compilation, such as decorators.
 * @param path relative to `base`, like `./events.worker.js`
 * @param base the caller's `import.meta.url`
 */
export function jobModule<H extends Handlers>(
  path: string,
  base: string,
): <N extends keyof H & string>(name: N) => JobOf<H[N]> {
  const module = new URL(path, base).href;
  return <N extends keyof H & string>(name: N) => ({ module, name }) as unknown as JobOf<H[N]>;
}
