import type { SQLInputValue } from 'node:sqlite';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

export interface StatementResult {
  readonly rows: readonly unknown[];
  /** Rows that were changed; with RETURNING those that were returned. */
  readonly changes: number;
}
