import type { SQLOutputValue, StatementResultingChanges } from 'node:sqlite';
import type { JobStatement } from '../job.js';
import type { IoResult } from './io-protocol.js';
import { toPostgresSql, type PostgresSql } from './to-postgres-sql.js';

/** Rows that an iteration fetches at once: most end early. */
const PAGE = 200;

type Row = Record<string, SQLOutputValue>;

/** Rows on the server, fetched some at a time. */
export interface Cursor {
  fetch(count: number): IoResult;
  close(): void;
}

/** What statements run on. */
interface Executor {
  query(sql: string, parameters?: readonly unknown[]): IoResult;
  openCursor(select: string, parameters: readonly unknown[]): Cursor;
}

/** A handler's statement on PostgreSQL, with the methods of node:sqlite's. */
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
      /** Of the identity that was given last in this session; asks PostgreSQL. */
      get lastInsertRowid() {
        return Number(executor.query('SELECT lastval() AS id').rows[0]?.id);
      },
    };
  }

  /** Fetches rows as they are asked for: a job that stops early has read no more than that. */
  *iterate(...given: unknown[]): NodeJS.Iterator<Row, undefined> {
    const { executor } = this;
    const cursor = executor.openCursor(`FOR ${this.statement.sql}`, this.parametersOf(given));
    try {
      let rows: IoResult['rows'];
      do {
        ({ rows } = cursor.fetch(PAGE));
        yield* rows as Row[];
      } while (rows.length === PAGE);
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

/** As SQLite has them: a number that is none is null, and one without end lies beyond all whole ones. */
function toParameter(value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? null : value > 0 ? MAX_BIGINT : `-${MAX_BIGINT}`;
}
