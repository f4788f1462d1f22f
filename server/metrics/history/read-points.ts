import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { JobContext } from '../../database/job.js';
import type { Points } from './points.js';

/** The points that a statement selects (`at`, `value`), in its order. */
export function readPoints(context: JobContext, select: string, parameters: readonly SQLInputValue[]): Points {
  const statement = context.prepare(select);
  // Many are read, and as objects they take SQLite more than twice the time.
  if (context.dialect === 'sqlite') (statement as StatementSync).setReturnArrays(true);
  const rows = statement.all(...parameters) as unknown as ([number, number] | { at: number; value: number })[];
  const at = new Float64Array(rows.length);
  const value = new Float64Array(rows.length);
  for (const [index, row] of rows.entries()) [at[index], value[index]] = Array.isArray(row) ? row : [row.at, row.value];
  return { at, value };
}
