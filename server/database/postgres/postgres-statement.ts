import type { SQLOutputValue, StatementResultingChanges } from 'node:sqlite';
import type { JobStatement } from '../job.js';
import type { IoResult } from './io-protocol.js';
import { toPostgresSql, type PostgresSql } from './to-postgres-sql.js';

/** Rows that an iteration fetches at once. Most iterations end early. */
const PAGE_ROWS = 200;

type Row = Record<string, SQLOutputValue>;

/** Fetches rows from the server in pages. */
export interface Cursor {
  fetch(count: number): IoResult;
  close(): void;
}

/** The part of a connection that statements need. */
interface Executor {
  query(sql: string, parameters?: readonly unknown[]): IoResult;
  openCursor(select: string, parameters: readonly unknown[]): Cursor;
}

/** A statement of a job on PostgreSQL, with the methods of node:sqlite. */
export class PostgresStatement implements JobStatement {
  private readonly executor: Executor;
  private readonly statement: PostgresSql;

  constructor(sql: string, executor: Executor) {
    this.executor = executor;
    this.statement = toPostgresSql(sql);
  }

  get(...given: unknown[]): Row | undefined {
    return this.all(...given)[0];
  }

  all(...given: unknown[]): Row[] {
    return this.query(given).rows as Row[];
  }

  run(...given: unknown[]): StatementResultingChanges {
    const { changes } = this.query(given);
    const { executor } = this;
    return {
      changes,
      /** Queries PostgreSQL for the last value of an identity column in this session. */
      get lastInsertRowid() {
        return Number(executor.query('SELECT lastval() AS id').rows[0]?.id);
      },
    };
  }

  /** Fetches rows as they are needed, so that a job that stops early reads few. */
  *iterate(...given: unknown[]): NodeJS.Iterator<Row, undefined> {
    const { executor } = this;
    const cursor = executor.openCursor(`FOR ${this.statement.sql}`, this.parametersOf(given));
    try {
      let rows: IoResult['rows'];
      do {
        ({ rows } = cursor.fetch(PAGE_ROWS));
        yield* rows as Row[];
      } while (rows.length === PAGE_ROWS);
      return undefined;
    } finally {
      cursor.close();
    }
  }

  private query(given: readonly unknown[]): IoResult {
    return this.executor.query(this.statement.sql, this.parametersOf(given));
  }

  private parametersOf(given: readonly unknown[]): readonly unknown[] {
    const { names } = this.statement;
    const parameters = names.length === 0 ? given : names.map((name) => (given[0] as Record<string, unknown>)[name]);
    return parameters.map(toParameter);
  }
}

const MAX_BIGINT = '9223372036854775807';

/** Converts numbers like SQLite: NaN to null, and infinities to the largest and smallest integers. */
function toParameter(value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? null : value > 0 ? MAX_BIGINT : `-${MAX_BIGINT}`;
}
