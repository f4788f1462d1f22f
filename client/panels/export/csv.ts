import { originalName } from '../../../wire/escaped-names';
import type { FieldType, FieldValue, Frame, FrameField } from '../../../wire/frame';

/**
 * A frame as comma-separated values (RFC 4180): a header row, CRLF, quotes where they are needed. Times are ISO 8601 in
 * UTC, numbers as computers write them, no value is an empty cell.
 *
 * Spreadsheets run cells that begin with `=`, `+`, `-` or `@` as formulas, including pushed ones, and skip
 * tabs and line breaks in front: such texts get an apostrophe in front, unless they are numbers (OWASP, "CSV Injection").
 */
export function toCsv({ fields }: Frame): string {
  const rows = Math.max(0, ...fields.map(({ values }) => values.length));
  const lines = [fields.map((field) => escape(harmless(headerOf(field))))];
  for (let row = 0; row < rows; row += 1) {
    lines.push(fields.map(({ type, values }) => escape(cellOf(type, values[row] ?? null))));
  }
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** Name, tags and unit: `disk.used{mount=/} [percent]`. */
function headerOf({ name, tags, unit }: FrameField): string {
  const pairs = Object.entries(tags ?? {}).map(([tag, value]) => `${tag}=${value}`);
  const of = pairs.length > 0 ? `{${pairs.join(', ')}}` : '';
  return `${originalName(name)}${of}${unit === undefined ? '' : ` [${unit}]`}`;
}

function cellOf(type: FieldType, value: FieldValue): string {
  if (value === null) return '';
  if (type === 'time' && typeof value === 'number' && Math.abs(value) <= LAST_DATE_MS) {
    return new Date(value).toISOString();
  }
  return typeof value === 'string' ? harmless(value) : String(value);
}

/** Beyond it there are no dates (ECMA-262, "Time Values"). */
const LAST_DATE_MS = 8.64e15;

/** Tab and line breaks are skipped by spreadsheets, so that what follows them counts; full-width signs are read as the others. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function harmless(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

function escape(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
