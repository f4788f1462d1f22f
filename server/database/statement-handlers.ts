import type { SQLInputValue } from 'node:sqlite';
import type { JobContext } from './job.js';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

export interface StatementResult {
  readonly rows: readonly unknown[];
  readonly changes: number;
  readonly insertId: number;
}

function execute(context: JobContext, { statements }: { statements: readonly Statement[] }): StatementResult[] {
  return statements.map(({ sql, parameters }) => {
    const statement = context.prepare(sql);
    if (statement.columns().length > 0) {
      const rows = statement.all(...parameters);
      // With RETURNING a changed row is a returned row.
      return { rows, changes: rows.length, insertId: 0 };
    }
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], changes: Number(changes), insertId: Number(lastInsertRowid) };
  });
}

export const jobs = { execute };
