import type { FieldType } from '../../../wire/schemas/frame.js';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { unitProblem } from '../../common/validation/unit-problem.js';
import { ObjectReader } from '../../common/validation/object-reader.js';

export const MAX_COLUMNS = 100;
export const COLUMN_TYPES = ['number', 'string', 'boolean', 'time', 'state'] as const satisfies readonly FieldType[];

const MAX_NAME = 200;
const MEMBERS = ['name', 'type', 'unit'];
const EXAMPLE = '{ "name": "orders", "type": "number" }';

/** A column as it is stored. */
export interface TableColumn {
  readonly name: string;
  readonly type: FieldType;
  readonly unit?: string;
  /** Which cells of a time column are dates without a time of day: all of them, or those of the given rows. */
  readonly dates?: true | number[];
}

/** A column as it was sent. Without a type, the type is inferred from the cells. */
export type ColumnInput = Pick<TableColumn, 'name' | 'unit'> & { readonly type: FieldType | undefined };

/** Validates columns, and adds problems to `errors`. */
export function readColumns(input: unknown, errors: InputError[]): ColumnInput[] {
  if (!Array.isArray(input) || input.length === 0 || input.length > MAX_COLUMNS) {
    errors.push({ path: 'columns', message: `must be a list of 1-${MAX_COLUMNS} columns, like [${EXAMPLE}]` });
    return [];
  }
  const names = new Set<string>();
  return input.map((column: unknown, index) => readColumn(column, `columns[${index}].`, names, errors));
}

function readColumn(input: unknown, prefix: string, names: Set<string>, errors: InputError[]): ColumnInput {
  const reader = new ObjectReader(input, MEMBERS, EXAMPLE, prefix);
  const name = reader.text('name', 1, MAX_NAME);
  if (names.has(name)) reader.addError('name', 'is also the name of an earlier column');
  if (name !== '') names.add(name);
  const type = reader.optionalOneOf('type', COLUMN_TYPES);
  const unit = readUnit(reader);
  errors.push(...reader.errors);
  return { name, type, ...(unit === undefined ? {} : { unit }) };
}

function readUnit(reader: ObjectReader): string | undefined {
  const unit = reader.value('unit');
  if (unit === undefined || unit === '') return undefined;
  const problem = unitProblem(unit);
  if (problem !== undefined) reader.addError('unit', problem);
  return unit as string;
}
