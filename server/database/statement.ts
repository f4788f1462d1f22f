import type { SQLInputValue } from 'node:sqlite';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

export interface StatementResult {
  readonly rows: readonly unknown[];
  /** The number of changed rows; with RETURNING, of returned rows. */
  readonly changes: number;
}
