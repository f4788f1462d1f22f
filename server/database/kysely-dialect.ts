import type { SQLInputValue } from 'node:sqlite';
import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
} from 'kysely';
import type { DatabaseDialect } from './job.js';
import type { Statement, StatementResult } from './statement.js';

/** Executes a statement in the thread for it. */
export type Execute = (query: CompiledQuery, writes: boolean) => Promise<StatementResult>;

/** Kysely on the main thread: it compiles, the threads execute. */
export class ThreadedDialect implements Dialect {
  constructor(
    private readonly store: DatabaseDialect,
    private readonly execute: Execute,
  ) {}

  createDriver(): Driver {
    return new ThreadedDriver(this.execute);
  }

  createQueryCompiler(): QueryCompiler {
    return this.store === 'postgres' ? new PostgresQueryCompiler() : new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return this.store === 'postgres' ? new PostgresAdapter() : new SqliteAdapter();
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return this.store === 'postgres' ? new PostgresIntrospector(database) : new SqliteIntrospector(database);
  }
}

/** Statements of all callers share the threads, so a transaction would take in the others' too. */
class ThreadedDriver implements Driver {
  private readonly connection: DatabaseConnection;

  constructor(execute: Execute) {
    this.connection = new ThreadedConnection(execute);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.connection);
  }

  beginTransaction(): Promise<void> {
    return Promise.reject(
      new Error('No transactions through Kysely: write a job, or give the statements to Database.atomically().'),
    );
  }

  commitTransaction(): Promise<void> {
    return this.beginTransaction();
  }

  rollbackTransaction(): Promise<void> {
    return this.beginTransaction();
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    return Promise.resolve();
  }
}

class ThreadedConnection implements DatabaseConnection {
  constructor(private readonly execute: Execute) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = await this.execute(query, !SelectQueryNode.is(query.query));
    return { rows: rows as R[], numAffectedRows: BigInt(changes) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

/** node:sqlite takes no booleans, and a Date or an object as first parameter for named ones. */
export function toStatement({ sql, parameters }: CompiledQuery): Statement {
  return { sql, parameters: parameters.map(toSqlValue) };
}

function toSqlValue(value: unknown): SQLInputValue {
  switch (typeof value) {
    case 'boolean':
      return value ? 1 : 0;
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new TypeError(
        `SQLite takes text, numbers, booleans, bytes and null, not ${Object.prototype.toString.call(value)}.`,
      );
  }
}
