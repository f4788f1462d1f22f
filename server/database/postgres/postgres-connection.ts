import type { SQLInputValue } from 'node:sqlite';
import type { JobStatement } from '../job.js';
import type { StatementResult } from '../statement.js';
import type { DatabaseConnection, Transactions } from '../worker/database-connection.js';
import { BlockingClient } from './blocking-client.js';
import type { IoQuery, IoResult, IoSettings } from './io-protocol.js';
import { PostgresError } from './postgres-error.js';
import { type Cursor, PostgresStatement } from './postgres-statement.js';

/** The limit of cached statements per thread. */
const MAX_STATEMENTS = 500;

const BEGIN = 'BEGIN';

/** Statements without a result. They are sent together with the next query. */
const DEFERRED = /^(BEGIN|SAVEPOINT|RELEASE|ROLLBACK TO)\b/;

/** One thread's connection to PostgreSQL. */
export class PostgresConnection implements DatabaseConnection {
  readonly dialect = 'postgres';
  readonly database: DatabaseConnection['database'];
  readonly transactions: Transactions;
  private readonly client: BlockingClient;
  private readonly statements = new Map<string, PostgresStatement>();
  private deferred: IoQuery[] = [];
  private isTransaction = false;
  private session = 0;
  private openCursors = 0;

  constructor(url: string, role: IoSettings['role']) {
    this.client = new BlockingClient(url, role);
    const exec = (sql: string): void => {
      this.exec(sql);
    };
    this.database = { exec };
    const inTransaction = (): boolean => this.isTransaction;
    this.transactions = {
      begin: BEGIN,
      get isTransaction() {
        return inTransaction();
      },
      exec,
    };
  }

  prepare(sql: string): JobStatement {
    let statement = this.statements.get(sql);
    if (!statement) {
      if (this.statements.size >= MAX_STATEMENTS) this.statements.clear();
      statement = new PostgresStatement(sql, this);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  /** @param sql in PostgreSQL's dialect */
  execute(sql: string, parameters: readonly SQLInputValue[]): StatementResult {
    const { rows, changes, answersRows } = this.query(sql, parameters);
    return { rows, changes: answersRows ? rows.length : changes };
  }

  /** Runs a statement after the deferred ones. @throws PostgresError */
  query(sql: string, parameters: readonly unknown[] = []): IoResult {
    const queries = [...this.deferred, { sql, parameters }];
    const continues = this.isTransaction && this.deferred[0]?.sql !== BEGIN;
    this.deferred = [];
    try {
      const { results, session } = this.client.query({ queries, session: continues ? this.session : undefined });
      this.session = session;
      return results.at(-1) as IoResult;
    } catch (error) {
      if (error instanceof PostgresError) {
        this.session = error.session;
        // The transaction ended with the connection.
        if (error.isLost) this.isTransaction = false;
      }
      throw error;
    }
  }

  /** Opens a cursor over a `FOR SELECT …`, in its own transaction if there is none. */
  openCursor(select: string, parameters: readonly unknown[]): Cursor {
    const ownsTransaction = !this.isTransaction;
    // Named by depth, so that the same statements are prepared only once.
    const name = `cursor${this.openCursors}`;
    if (ownsTransaction) this.exec(BEGIN);
    try {
      this.query(`DECLARE ${name} NO SCROLL CURSOR ${select}`, parameters);
    } catch (error) {
      if (ownsTransaction && this.isTransaction) this.exec('ROLLBACK');
      throw error;
    }
    this.openCursors += 1;
    return {
      fetch: (count) => this.query(`FETCH ${count} FROM ${name}`),
      close: () => {
        this.openCursors -= 1;
        if (this.isTransaction) this.exec(ownsTransaction ? 'ROLLBACK' : `CLOSE ${name}`);
      },
    };
  }

  exec(sql: string): void {
    if (DEFERRED.test(sql)) {
      if (sql === BEGIN) this.isTransaction = true;
      this.deferred.push({ sql, parameters: [] });
      return;
    }
    const ends = sql === 'COMMIT' || sql === 'ROLLBACK';
    const { command } = this.query(sql);
    if (ends) this.isTransaction = false;
    // If a statement of the transaction failed, PostgreSQL answers COMMIT with a successful ROLLBACK.
    if (ends && command !== sql) throw new Error(`PostgreSQL answered ${sql} with ${command}.`);
  }

  close(): void {
    this.statements.clear();
    this.client.close();
  }
}
