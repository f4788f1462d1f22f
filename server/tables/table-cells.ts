import type { FieldType, FieldValue } from '../../wire/frame.js';
import { usToMs, parseTime } from '../common/time/timestamps.js';
import { CELL_STATES } from '../common/states.js';
import { textProblem } from '../common/validation/printable-text.js';

export const MAX_CELL = 1_000;

/** The end of the year 9999, in milliseconds: later ones are not written in ISO 8601 as others are. */
const LATEST_MS = 253_402_300_799_999;

/** What a cell is stored as, or what is wrong with it. */
export type CheckedCell = { readonly value: FieldValue } | { readonly problem: string };

type Check = (cell: unknown) => CheckedCell;

/** Of each type, how its cells are checked. `null` is right in all of them. */
const CHECKS: Readonly<Record<FieldType, Check>> = {
  number: (cell) =>
    typeof cell === 'number' && Number.isFinite(cell) ? { value: cell } : { problem: 'must be a finite number' },
  boolean: (cell) => (typeof cell === 'boolean' ? { value: cell } : { problem: 'must be true or false' }),
  string: checkText,
  state: (cell) =>
    typeof cell === 'string' && CELL_STATES.includes(cell)
      ? { value: cell }
      : { problem: `must be one of ${CELL_STATES.join(', ')}` },
  time: checkTimeCell,
};

export function checkCell(type: FieldType, cell: unknown): CheckedCell {
  return cell === null ? { value: null } : CHECKS[type](cell);
}

/**
 * The narrowest type that takes all of these cells: that of their JSON, or `string` where they differ. Times and states
 * are never guessed, for any text could be one.
 */
export function inferType(cells: readonly unknown[]): FieldType {
  const types = new Set(cells.filter((cell) => cell !== null).map((cell) => typeof cell));
  const [type] = types;
  return types.size === 1 && (type === 'number' || type === 'boolean') ? type : 'string';
}

/** Numbers and booleans as text, for a column that holds others too. */
export function toText(cell: unknown): unknown {
  return typeof cell === 'boolean' || (typeof cell === 'number' && Number.isFinite(cell)) ? String(cell) : cell;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Which of the cells of a column of times were sent as dates without a time of day: all that are not null (`true`), or those
 * of the rows; undefined if none.
 */
export function findDates(cells: readonly unknown[]): true | number[] | undefined {
  const sent = cells.filter((cell) => cell !== null).length;
  const rows = cells.flatMap((cell, row) => (typeof cell === 'string' && DATE.test(cell) ? [row] : []));
  if (rows.length === 0) return undefined;
  return rows.length === sent ? true : rows;
}

function checkText(cell: unknown): CheckedCell {
  const problem = textProblem(cell, 0, MAX_CELL);
  return problem === undefined ? { value: cell as string } : { problem };
}

/** The grammar of all times; but tables hold dates to come, too, which nobody measured. */
function checkTimeCell(cell: unknown): CheckedCell {
  const micros = parseTime(cell, Infinity);
  if (typeof micros === 'string') return { problem: micros };
  const value = usToMs(micros);
  return value <= LATEST_MS ? { value } : { problem: 'must not be after the year 9999' };
}
