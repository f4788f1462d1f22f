import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { StatementResult } from '../statement.js';
import type { DatabaseConnection, Transactions } from '../worker/database-connection.js';

const BUSY_TIMEOUT_MS = 5_000;

/** The limit of cached statements per thread. The code uses few and repeats them. */
const MAX_STATEMENTS = 500;

/** One thread's connection to a SQLite file, with its prepared statements. */
export class SqliteConnection implements DatabaseConnection {
  readonly dialect = 'sqlite';
  readonly database: DatabaseSync;
  readonly transactions: Transactions;
  private readonly statements = new Map<string, StatementSync>();

  constructor(file: string, readOnly: boolean) {
    const database = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    this.database = database;
    this.transactions = {
      begin: 'BEGIN IMMEDIATE',
      get isTransaction() {
        return database.isTransaction;
      },
      exec: (sql) => {
        database.exec(sql);
      },
    };
  }

  prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      if (this.statements.size >= MAX_STATEMENTS) this.statements.clear();
      this.statements.set(sql, statement);
    }
    return statement;
  }

  execute(sql: string, parameters: readonly SQLInputValue[]): StatementResult {
    const statement = this.prepare(sql);
    if (statement.columns().length === 0) {
      return { rows: [], changes: Number(statement.run(...parameters).changes) };
    }
    const rows = statement.all(...parameters);
    // With RETURNING, every changed row is returned.
    return { rows, changes: rows.length };
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }
}
