import { originalName } from '../../../../wire/escaped-names';
import type { Frame, FrameField } from '../../../../wire/schemas/frame';
import { numberFormat } from '../../../i18n/format/format-number';
import { viewerLocale } from '../../../i18n/language';
import { withBucketText } from '../../data/bucket-text';
import { dateAt, MAX_TIME_MS } from '../../data/frame-columns';

/** A cell with any of these is quoted in all files: some spreadsheet uses it as a separator. */
const SPECIAL = /[",;\r\n]/;

/**
 * Writes a frame as comma-separated values (RFC 4180): a header row, CRLF, and quotes where needed. In locales with a
 * decimal comma, spreadsheets expect semicolons between cells and read `1.5` as a date, so numbers get a decimal comma
 * there. Times are ISO 8601 in UTC, dates without a time stay dates, and a missing value is an empty cell. Headers of
 * bucket values name the aggregate.
 *
 * Spreadsheets run cells that start with `=`, `+`, `-` or `@` as formulas, even after tabs and line breaks. Such texts
 * get a leading apostrophe, unless they are numbers (OWASP, "CSV Injection").
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
  const tagList = pairs.length > 0 ? `{${pairs.join(', ')}}` : '';
  return `${originalName(name)}${tagList}${unit === undefined ? '' : ` [${unit}]`}`;
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

/** In Switzerland and Liechtenstein, spreadsheets expect semicolons although numbers have a decimal point. */
function hasSemicolons(locale: string | undefined): boolean {
  return /-(CH|LI)\b/.test(new Intl.NumberFormat(locale).resolvedOptions().locale);
}

/** Spreadsheets skip leading tabs and line breaks, and read full-width signs like the ASCII ones. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function neutralizeFormula(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

function escape(cell: string): string {
  return SPECIAL.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
