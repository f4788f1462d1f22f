import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { JobContext } from '../../database/job.js';
import { type PointRow, type Points, toPoints } from './points.js';

/** Returns the points that a statement selects (`at`, `value`), in its order. */
export function readPoints(context: JobContext, select: string, parameters: readonly SQLInputValue[]): Points {
  const statement = context.prepare(select);
  if (context.dialect !== 'sqlite') return toPoints(statement.all(...parameters) as unknown as PointRow[]);
  // Reading rows as objects takes SQLite more than twice as long.
  (statement as StatementSync).setReturnArrays(true);
  const rows = statement.all(...parameters) as unknown as [number, number][];
  const atUs = new Float64Array(rows.length);
  const value = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] as [number, number];
    atUs[index] = row[0];
    value[index] = row[1];
  }
  return { atUs, value };
}
