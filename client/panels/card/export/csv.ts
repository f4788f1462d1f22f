import { originalName } from '../../../../wire/escaped-names';
import type { Frame, FrameField } from '../../../../wire/frame';
import { numberFormat } from '../../../i18n/format/format-number';
import { viewerLocale } from '../../../i18n/language';
import { withBucketText } from '../../data/bucket-text';
import { dateAt, MAX_TIME_MS } from '../../data/frame-columns';

/** Whatever separates cells in some spreadsheet is quoted in all files. */
const SPECIAL = /[",;\r\n]/;

/**
 * A frame as comma-separated values (RFC 4180): a header row, CRLF, quotes where they are needed. Where the decimal point is a
 * comma, spreadsheets expect a semicolon between cells, and `1.5` is a date for them: there numbers have a comma. Times are
 * ISO 8601 in UTC, dates without a time stay dates, no value is an empty cell. Titles say what the values of buckets are.
 *
 * Spreadsheets run cells that begin with `=`, `+`, `-` or `@` as formulas, including pushed ones, and skip
 * tabs and line breaks in front: such texts get an apostrophe in front, unless they are numbers (OWASP, "CSV Injection").
 */
export function toCsv(frame: Frame, locale = viewerLocale()): string {
  const { fields } = frame;
  const comma = hasDecimalComma(locale);
  const separator = comma || hasSemicolons(locale) ? ';' : ',';
  const rows = Math.max(0, ...fields.map(({ values }) => values.length));
  const lines = [fields.map((field) => escape(neutralizeFormula(withBucketText(headerOf(field), field, frame))))];
  for (let row = 0; row < rows; row += 1) {
    lines.push(fields.map((field) => cellOf(field, row, comma)));
  }
  return lines.map((cells) => `${cells.join(separator)}\r\n`).join('');
}

/** Name, tags and unit: `disk.used{mount=/} [percent]`. */
function headerOf({ name, tags, unit }: FrameField): string {
  const pairs = Object.entries(tags ?? {}).map(([tag, value]) => `${tag}=${value}`);
  const of = pairs.length > 0 ? `{${pairs.join(', ')}}` : '';
  return `${originalName(name)}${of}${unit === undefined ? '' : ` [${unit}]`}`;
}

function cellOf(field: FrameField, row: number, comma: boolean): string {
  const value = field.values[row] ?? null;
  if (value === null) return '';
  if (typeof value === 'string') return escape(neutralizeFormula(value));
  if (typeof value === 'boolean') return String(value);
  if (field.type === 'time' && Math.abs(value) <= MAX_TIME_MS)
    return dateAt(field, row) ?? new Date(value).toISOString();
  return comma ? String(value).replace('.', ',') : String(value);
}

function hasDecimalComma(locale: string | undefined): boolean {
  return numberFormat(locale, {})
    .formatToParts(0.5)
    .some(({ type, value }) => type === 'decimal' && value === ',');
}

/** In Switzerland and Liechtenstein spreadsheets expect semicolons beside decimal points, too. */
function hasSemicolons(locale: string | undefined): boolean {
  return /-(CH|LI)\b/.test(new Intl.NumberFormat(locale).resolvedOptions().locale);
}

/** Tab and line breaks are skipped by spreadsheets, so that what follows them counts; full-width signs are read as the others. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function neutralizeFormula(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

function escape(cell: string): string {
  return SPECIAL.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
