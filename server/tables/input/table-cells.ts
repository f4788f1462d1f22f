import type { FieldType, FieldValue } from '../../../wire/schemas/frame.js';
import { usToMs, parseTimeUs } from '../../common/time/timestamps.js';
import { CELL_STATES } from '../../common/states.js';
import { textProblem } from '../../common/validation/printable-text.js';

export const MAX_CELL = 1_000;

/** The end of the year 9999, in milliseconds. ISO 8601 writes later years differently. */
const LATEST_MS = 253_402_300_799_999;

/** The value to store, or the error of the cell. */
export type CheckedCell = { readonly value: FieldValue } | { readonly problem: string };

type Check = (cell: unknown) => CheckedCell;

/** The check of each type. `null` is valid in all of them. */
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
 * Infers the type of a column: `number` or `boolean` if all cells have that JSON type, else `string`. Times and states are never
 * inferred, because any text could be one.
 */
export function inferType(cells: readonly unknown[]): FieldType {
  const types = new Set(cells.filter((cell) => cell !== null).map((cell) => typeof cell));
  const [type] = types;
  return types.size === 1 && (type === 'number' || type === 'boolean') ? type : 'string';
}

/** Converts numbers and booleans to text, for a column that also has text. */
export function toText(cell: unknown): unknown {
  return typeof cell === 'boolean' || (typeof cell === 'number' && Number.isFinite(cell)) ? String(cell) : cell;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Finds the cells of a time column that are dates without a time of day. Returns `true` for all cells except null, the indexes of the
 * rows, or undefined for none.
 */
export function findDates(cells: readonly unknown[]): true | number[] | undefined {
  const count = cells.filter((cell) => cell !== null).length;
  const rows = cells.flatMap((cell, row) => (typeof cell === 'string' && DATE.test(cell) ? [row] : []));
  if (rows.length === 0) return undefined;
  return rows.length === count ? true : rows;
}

function checkText(cell: unknown): CheckedCell {
  const problem = textProblem(cell, 0, MAX_CELL);
  return problem === undefined ? { value: cell as string } : { problem };
}

/** Accepts the same formats as other times, but also times in the future, because tables have due dates. */
function checkTimeCell(cell: unknown): CheckedCell {
  const result = parseTimeUs(cell, Infinity);
  if (typeof result === 'string') return { problem: result };
  const valueMs = usToMs(result);
  return valueMs <= LATEST_MS ? { value: valueMs } : { problem: 'must not be after the year 9999' };
}
