import { DatabaseSync, type StatementSync } from 'node:sqlite';

const BUSY_TIMEOUT_MS = 5_000;

/** Statements kept per thread. Those of the code are few and repeat, so this is only a guard. */
const MAX_STATEMENTS = 500;

/** One thread's connection, with its prepared statements. */
export class Connection {
  readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  constructor(file: string, readOnly: boolean) {
    this.database = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
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

  close(): void {
    this.statements.clear();
    this.database.close();
  }
}
