import { MAX_ROWS } from '../../tables/input/parse-table.js';
import { MAX_COLUMNS } from '../../tables/input/table-columns.js';
import { cleanText } from '../../common/validation/printable-text.js';
import { isObject } from '../../../wire/is-object.js';
import { toCell, type Members, toNumber } from './widget-values.js';

/** A table as it can be stored. */
export interface WidgetTable {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly unknown[][];
}

const MAX_HEADING = 100;

/** Parses the table of a list (`items`) or of a table widget (`hrows` and `rows`). Rows and columns beyond the limits are left out. */
export function parseWidgetTable({ items, hrows, rows }: Members): WidgetTable | undefined {
  if (Array.isArray(items)) return listOf(items.slice(0, MAX_ROWS).map((item: unknown) => rowOf(item)));
  if (isObject(items)) {
    const named = Object.entries(items).slice(0, MAX_ROWS);
    return listOf(
      named.map(([name, item]) => (isObject(item) ? rowOf({ label: name, ...item }) : [name, valueOf(item)])),
    );
  }
  return Array.isArray(hrows) || Array.isArray(rows) ? gridOf(lists(hrows), lists(rows).slice(0, MAX_ROWS)) : undefined;
}

function listOf(rows: readonly unknown[][]): WidgetTable {
  return { columns: [{ name: 'label' }, { name: 'value' }], rows };
}

/** An item has a label and a value, or it is only a text. */
function rowOf(item: unknown): unknown[] {
  return isObject(item) ? [toCell(item.label), valueOf(item.value)] : [toCell(item), null];
}

/** Parses the widget `Table`, whose headings are the first row of `hrows`. */
function gridOf([headings = []]: readonly unknown[][], rows: readonly unknown[][]): WidgetTable {
  const width = Math.min(MAX_COLUMNS, Math.max(1, headings.length, ...rows.map((row) => row.length)));
  const names = new Set<string>();
  for (let index = 0; index < width; index += 1) names.add(headingOf(headings[index], index, names));
  return {
    columns: Array.from(names, (name) => ({ name })),
    rows: rows.map((row) => Array.from({ length: width }, (_, index) => valueOf(row[index]))),
  };
}

function headingOf(cell: unknown, index: number, taken: ReadonlySet<string>): string {
  const text = cleanText(toCell(cell) ?? '', MAX_HEADING);
  return text === undefined || taken.has(text) ? `${text ?? 'column'} ${index + 1}` : text;
}

/** Returns the values of rows like `{ "cols": [{ "value": 1 }] }`. */
function lists(rows: unknown): unknown[][] {
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) => {
    const cells = isObject(row) ? row.cols : row;
    return Array.isArray(cells) ? cells.map((cell: unknown) => (isObject(cell) ? cell.value : cell)) : [cells];
  });
}

function valueOf(value: unknown): unknown {
  return toNumber(value) ?? toCell(value);
}
