import type { FieldValue, FrameField } from '../../../wire/schemas/frame.js';
import type { JobContext } from '../../database/job.js';
import { toJsonBytes } from '../../database/worker/json-bytes.js';
import { usToIso, msToUs } from '../../common/time/timestamps.js';
import { readableName } from '../../common/readable-name.js';
import { assertBelowRowLimit } from '../../database/row-limit.js';
import { parseTable } from '../input/parse-table.js';
import type { TableColumn } from '../input/table-columns.js';

/** A table in the encoding in which it is stored. */
export interface EncodedTable {
  /** JSON of `TableColumn[]`. */
  readonly columns: string;
  /** JSON of the cells of each column, in UTF-8. */
  readonly cells: Uint8Array<ArrayBuffer>;
  readonly rowCount: number;
}

/** Parses and validates a table. Its cells are transferred to the main thread, which passes them to the writer. */
function parse(context: JobContext, { body }: { body: Uint8Array }): EncodedTable {
  const { columns, cells, rowCount } = parseTable(body);
  return { columns: JSON.stringify(columns), cells: toJsonBytes(context, cells), rowCount };
}

export interface PutRequest {
  readonly key: string;
  readonly table: EncodedTable;
  readonly atUs: number;
  readonly maxKeys: number;
}

/** Stores a table and replaces the previous one. */
function put(context: JobContext, { key, table: { columns, cells, rowCount }, atUs, maxKeys }: PutRequest): void {
  if (!context.prepare('SELECT 1 FROM tables WHERE key = ?').get(key)) assertBelowRowLimit(context, 'tables', maxKeys);
  context
    .prepare(
      `INSERT INTO tables (key, at, row_count, columns, cells) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET
         at = excluded.at, row_count = excluded.row_count, columns = excluded.columns, cells = excluded.cells`,
    )
    .run(key, atUs, rowCount, columns, cells);
}

/** Returns the response to `GET /api/v1/tables` as JSON in UTF-8. */
function list(context: JobContext): Uint8Array<ArrayBuffer> {
  const rows = context.prepare('SELECT key, at, row_count AS rows, columns FROM tables ORDER BY key').all();
  const items = rows.map(({ key, at, rows: count, columns }) => ({
    key,
    ...readableName(String(key)),
    at: usToIso(Number(at)),
    rows: count,
    columns: (JSON.parse(String(columns)) as TableColumn[]).map(listedColumn),
  }));
  return toJsonBytes(context, { items });
}

/** A stored table with the fields of its frame. */
export interface StoredTable {
  readonly atUs: number;
  readonly fields: FrameField[];
}

function read(context: JobContext, { key }: { key: string }): StoredTable | undefined {
  const row = context.prepare('SELECT at, columns, cells FROM tables WHERE key = ?').get(key);
  if (!row) return undefined;
  const columns = JSON.parse(String(row.columns)) as TableColumn[];
  const cells = JSON.parse(new TextDecoder().decode(row.cells as Uint8Array)) as FieldValue[][];
  const fields = columns.map((column, index) => ({ ...column, values: cells[index] as FieldValue[] }));
  return { atUs: Number(row.at), fields };
}

/** Returns the response to `GET /api/v1/tables/{key}` as JSON in UTF-8. It could be stored again as it is. */
function show(context: JobContext, { key }: { key: string }): Uint8Array<ArrayBuffer> | undefined {
  const table = read(context, { key });
  if (!table) return undefined;
  const columns = table.fields.map(listedColumn);
  const rows = (table.fields[0] as FrameField).values.map((_, row) => table.fields.map((field) => cellOf(field, row)));
  return toJsonBytes(context, { key, at: usToIso(table.atUs), columns, rows });
}

/** A column without `dates`, because the cells themselves show which of them are dates. */
function listedColumn({ name, type, unit }: TableColumn): TableColumn {
  return { name, type, ...(unit === undefined ? {} : { unit }) };
}

function cellOf({ type, values, dates }: FrameField, row: number): FieldValue {
  const value = values[row] as FieldValue;
  if (type !== 'time' || typeof value !== 'number') return value;
  const text = usToIso(msToUs(value));
  return dates === true || dates?.includes(row) ? text.slice(0, '2026-12-06'.length) : text;
}

/** Deletes a table, and returns whether it existed. */
function remove(context: JobContext, { key }: { key: string }): boolean {
  return context.prepare('DELETE FROM tables WHERE key = ?').run(key).changes > 0;
}

export const jobs = { parse, put, list, read, show, remove };
