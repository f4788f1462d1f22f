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

/** Executes a statement in a database thread. */
export type Execute = (query: CompiledQuery, writes: boolean) => Promise<StatementResult>;

/** Lets Kysely compile statements on the main thread and the database threads execute them. */
export class ThreadedDialect implements Dialect {
  constructor(
    private readonly dialect: DatabaseDialect,
    private readonly execute: Execute,
  ) {}

  createDriver(): Driver {
    return new ThreadedDriver(this.execute);
  }

  createQueryCompiler(): QueryCompiler {
    return this.dialect === 'postgres' ? new PostgresQueryCompiler() : new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return this.dialect === 'postgres' ? new PostgresAdapter() : new SqliteAdapter();
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return this.dialect === 'postgres' ? new PostgresIntrospector(database) : new SqliteIntrospector(database);
  }
}

/** Has no transactions: all callers share the threads, so a transaction would include statements of other callers. */
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
    return Promise.reject(new Error('Kysely cannot run transactions here. Write a job.'));
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

/** Converts parameters: node:sqlite accepts no booleans, and reads a Date or an object as named parameters. */
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
