import type { FieldType, FieldValue } from '../../../wire/schemas/frame.js';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { JobError } from '../../common/errors/job-error.js';
import { ObjectReader } from '../../common/validation/object-reader.js';
import { readJson } from '../../http/bodies/read-json.js';
import { checkCell, findDates, inferType, toText } from './table-cells.js';
import { readColumns, type ColumnInput, type TableColumn } from './table-columns.js';

export const MAX_ROWS = 1_000;

/** Maximum number of errors in a response. More of them usually repeat the same mistake. */
const MAX_ERRORS = 20;

const MEMBERS = ['columns', 'rows'];
const TABLE = '"columns": [{ "name": "city" }, { "name": "orders" }], "rows": [["Ulm", 3]]';
const EXAMPLE = `{ ${TABLE} }`;
const KEYED_EXAMPLE = `{ "key": "shop.cities", ${TABLE} }`;

/** A column of a `TableInput`. */
export interface TableColumnInput {
  /** Its title, up to 200 characters */
  readonly name: string;
  /** Default: number or boolean if all cells of the column are, else string */
  readonly type?: FieldType | undefined;
  /** The unit of numbers, like `ms`, `percent` or `EUR` */
  readonly unit?: string | undefined;
}

/** A table to write with `TableWriter`. */
export interface TableInput {
  /** 1 to 200 of the characters `A-Z a-z 0-9 . _ - : /` */
  readonly key: string;
  /** 1 to 100 columns with different names */
  readonly columns: readonly TableColumnInput[];
  /** Up to 1,000 rows, each with one cell for each column. A `Date` is valid in columns of the type `time`. */
  readonly rows: readonly (readonly (FieldValue | Date)[])[];
}

/** A table as it is stored. */
export interface ParsedTable {
  readonly columns: readonly TableColumn[];
  /** A list of cells for each column. */
  readonly cells: readonly (readonly FieldValue[])[];
  readonly rowCount: number;
}

/**
 * Parses a table from a request's body.
 * @throws JobError 400 or 422; paths of errors in cells are like `rows[3][1]`
 */
export function parseTable(body: Uint8Array): ParsedTable {
  return readTable(new ObjectReader(readJson(body, EXAMPLE), MEMBERS, EXAMPLE));
}

/**
 * Validates a `TableInput`.
 * @throws JobError 422; paths of errors in cells are like `rows[3][1]`
 */
export function parseTableInput(input: unknown): { key: string; table: ParsedTable } {
  const reader = new ObjectReader(input, ['key', ...MEMBERS], KEYED_EXAMPLE);
  const key = reader.key('key');
  return { key, table: readTable(reader) };
}

function readTable(reader: ObjectReader): ParsedTable {
  const errors = [...reader.errors];
  // Without an object, errors about columns and rows would be misleading.
  if (reader.hasNoObject) throwIfInvalid(errors);
  const columns = readColumns(reader.value('columns'), errors);
  const rows = readRows(reader.value('rows'), errors);
  throwIfInvalid(errors);
  checkLengths(rows, columns.length, errors);
  throwIfInvalid(errors);

  const typed = columns.map((column, index) => typeColumn(column, index, rows, errors));
  throwIfInvalid(errors);
  return {
    columns: typed.map(({ column }) => column),
    cells: typed.map(({ cells }) => cells),
    rowCount: rows.length,
  };
}

function throwIfInvalid(errors: readonly InputError[]): void {
  if (errors.length === 0) return;
  throw new JobError(422, 'The table is invalid.', errors.slice(0, MAX_ERRORS));
}

function readRows(input: unknown, errors: InputError[]): readonly (readonly unknown[])[] {
  if (!Array.isArray(input) || input.length > MAX_ROWS) {
    errors.push({ path: 'rows', message: `must be a list of at most ${MAX_ROWS} rows, each a list of cells` });
    return [];
  }
  return input as readonly (readonly unknown[])[];
}

function checkLengths(rows: readonly unknown[], width: number, errors: InputError[]): void {
  rows.forEach((row, index) => {
    if (Array.isArray(row) && row.length === width) return;
    errors.push({ path: `rows[${index}]`, message: `must be a list of ${width} cells, one for each column` });
  });
}

function typeColumn(
  { name, type: requestedType, unit }: ColumnInput,
  index: number,
  rows: readonly (readonly unknown[])[],
  errors: InputError[],
): { column: TableColumn; cells: FieldValue[] } {
  const input = rows.map((row) => row[index]);
  const type = requestedType ?? inferType(input);
  const cells = input.map((cell, row): FieldValue => {
    const checked = checkCell(type, requestedType === undefined && type === 'string' ? toText(cell) : cell);
    if ('value' in checked) return checked.value;
    errors.push({ path: `rows[${row}][${index}]`, message: checked.problem });
    return null;
  });
  const dates = type === 'time' ? findDates(input) : undefined;
  return { column: { name, type, ...(unit === undefined ? {} : { unit }), ...(dates && { dates }) }, cells };
}
