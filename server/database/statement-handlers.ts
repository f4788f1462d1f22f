import type { SQLInputValue } from 'node:sqlite';
import type { JobContext } from './job.js';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

export interface StatementResult {
  readonly rows: readonly unknown[];
  /** Rows that were changed; with RETURNING those that were returned. */
  readonly changes: number;
}

function execute(context: JobContext, { statements }: { statements: readonly Statement[] }): StatementResult[] {
  return statements.map(({ sql, parameters }) => context.execute(sql, parameters));
}

export const jobs = { execute };
