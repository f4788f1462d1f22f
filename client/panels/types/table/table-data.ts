import type { Query } from '../../../../wire/schemas/board';
import type { FieldType, FieldValue, Frame, FrameField } from '../../../../wire/schemas/frame';
import { exactValueIfDifferent, formatValue } from '../../../i18n/format/format-value';
import { viewerLocale } from '../../../i18n/language';
import { plural } from '../../../i18n/plural';
import type { FormatOptions } from '../../../i18n/format/format-options';
import { withBucketText } from '../../data/bucket-text';
import { formatOf, textOption, type PanelOptions } from '../../options/panel-option-values';
import { distinctKeys, rowCountOf, timeAt } from '../../data/frame-columns';
import { bySeverity, markStateOf, STATE_LABELS, type MarkState } from '../../state-mark/mark-state';
import { formatTimeField } from '../../time/record-time';
import { labelsOf, markEnded } from '../../data/series';
import { stateOf, thresholdsOf, type Thresholds } from '../../options/thresholds';

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly type: FieldType;
}

export interface Cell {
  readonly text: string;
  /** All digits of a number, if the text does not contain them. */
  readonly exact?: string;
  /** The state of the value, by itself or by a threshold. `ok` by a threshold has no mark. */
  readonly state?: MarkState;
}

export interface Row {
  readonly key: string;
  readonly cells: readonly Cell[];
}

export interface Sort {
  /** The key of a column. */
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export interface Table {
  readonly columns: readonly Column[];
  /** The first `maxRows` rows. */
  readonly rows: readonly Row[];
  readonly total: number;
  /** The worst state of each row, for all rows in their order. */
  readonly states: readonly (MarkState | undefined)[];
  readonly sort?: Sort;
}

/** A visible column with what is needed to format its values. */
interface ShownColumn extends Column {
  readonly field: FrameField;
  readonly format: FormatOptions;
  readonly thresholds?: Thresholds;
}

const NO_VALUE = '–';

/**
 * Reads a frame as a table.
 *
 * Options: `columns: { [name]: { title?, unit?, decimals?, thresholds?, hidden? } }`; `unit`, `decimals` and
 * `thresholds` for all other number columns; `sort: 'name'` or `'-name'` until the viewer sorts; `key`: the column that
 * identifies rows (default: the first text column).
 *
 * @param chosen the viewer's order: null for that of the source, undefined if the viewer has not chosen
 */
export function readTable(
  frame: Frame,
  query: Query | undefined,
  options: PanelOptions,
  chosen: Sort | null | undefined,
  maxRows: number,
): Table {
  const columns = columnsOf(frame, query, options);
  const requested = chosen === undefined ? defaultSort(columns, query, options) : chosen;
  const by = columns.find(({ key }) => key === requested?.column);
  const sort = by === undefined || requested === null ? undefined : requested;
  const order = Array.from({ length: rowCountOf(frame) }, (_, row) => row);
  if (by !== undefined && sort !== undefined) sortRows(order, by.field, sort.direction);
  const keys = keysOf(frame, options);
  const columnsWithState = columns.filter(({ type, thresholds }) => type === 'state' || thresholds !== undefined);
  return {
    columns: columns.map(({ key, label, type }) => ({ key, label, type })),
    rows: order.slice(0, Math.max(0, maxRows)).map((row) => ({
      key: keys[row] ?? String(row),
      cells: columns.map((column) => cellOf(column, row)),
    })),
    total: order.length,
    states: order.map((row) =>
      worstOf(columnsWithState.map((column) => stateIn(column, column.field.values[row] ?? null))),
    ),
    sort,
  };
}

/** Returns the next order after a click: ascending, descending, the source's order. */
export function nextSort(current: Sort | undefined, column: string): Sort | null {
  if (current?.column !== column) return { column, direction: 'ascending' };
  return current.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

function columnsOf(frame: Frame, query: Query | undefined, options: PanelOptions): readonly ShownColumn[] {
  const { fields } = frame;
  const keys = distinctKeys(fields.map(({ name }) => name));
  const tagged = fields.filter(({ tags }) => tags !== undefined);
  const labels = new Map(labelsOf(tagged).map((label, index) => [tagged[index], label]));
  return fields.flatMap((field, index) => {
    const own = columnOptions(options, field.name);
    if (own.hidden === true) return [];
    const merged = { ...options, ...own };
    return [
      {
        key: keys[index] ?? field.name,
        label: markEnded(
          textOption(own, 'title') ?? withBucketText(labels.get(field) ?? field.name, field, frame),
          field,
        ),
        type: field.type,
        field,
        format: formatOf(merged, query, field.unit),
        thresholds: field.type === 'number' ? thresholdsOf(merged) : undefined,
      },
    ];
  });
}

function columnOptions({ columns }: PanelOptions, name: string): PanelOptions {
  if (typeof columns !== 'object' || columns === null || !Object.hasOwn(columns, name)) return {};
  const own = (columns as Readonly<Record<string, unknown>>)[name];
  return typeof own === 'object' && own !== null ? own : {};
}

/**
 * By default, rows keep the order of their source. Only rows of metrics, which nobody has ordered, show the newest
 * first.
 */
function defaultSort(
  columns: readonly ShownColumn[],
  query: Query | undefined,
  options: PanelOptions,
): Sort | undefined {
  const requested = textOption(options, 'sort');
  if (requested !== undefined) {
    const descending = requested.startsWith('-');
    const name = descending ? requested.slice(1) : requested;
    const column = columns.find(({ field }) => field.name === name);
    return column && { column: column.key, direction: descending ? 'descending' : 'ascending' };
  }
  const [first] = columns;
  return first?.type === 'time' && query?.source === 'metrics'
    ? { column: first.key, direction: 'descending' }
    : undefined;
}

const collator = new Intl.Collator(viewerLocale(), { numeric: true });

/** Sorts in place. Equal rows keep the source's order, and missing values are last in both directions. */
function sortRows(order: number[], field: FrameField, direction: Sort['direction']): void {
  const sign = direction === 'ascending' ? 1 : -1;
  const compare = comparatorOf(field.type);
  // Dates are sorted among times by their start in the viewer's time zone.
  const values = field.type === 'time' ? field.values.map((_, row) => timeAt(field, row)) : field.values;
  order.sort((a, b) => {
    const [left = null, right = null] = [values[a], values[b]];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a - b;
    return sign * compare(left, right) || a - b;
  });
}

function comparatorOf(type: FieldType): (a: FieldValue, b: FieldValue) => number {
  if (type === 'state') return (a, b) => bySeverity(markStateOf(a), markStateOf(b));
  if (type === 'string') return (a, b) => collator.compare(String(a), String(b));
  return (a, b) => Number(a) - Number(b);
}

function keysOf({ fields }: Frame, options: PanelOptions): readonly string[] {
  const named = fields.find(({ name }) => name === textOption(options, 'key'));
  const key = named ?? fields.find(({ type }) => type === 'string') ?? fields.find(({ type }) => type === 'time');
  return distinctKeys((key?.values ?? []).map(String));
}

function cellOf(column: ShownColumn, row: number): Cell {
  const { type, field, format } = column;
  const value = field.values[row] ?? null;
  if (value === null || value === '') return { text: NO_VALUE };
  if (type === 'state') {
    const state = markStateOf(value);
    return { text: state === 'unknown' ? String(value) : STATE_LABELS[state], state };
  }
  if (typeof value === 'boolean') return { text: value ? $localize`yes` : $localize`no` };
  if (typeof value !== 'number') return { text: value };
  if (type === 'time') return { text: formatTimeField(field, row) };
  const state = stateIn(column, value);
  const text = formatValue(value, format);
  return { text, exact: exactValueIfDifferent(text, value, format), state: state === 'ok' ? undefined : state };
}

function stateIn({ type, thresholds }: ShownColumn, value: FieldValue): MarkState | undefined {
  if (value === null || value === '') return undefined;
  if (type === 'state') return markStateOf(value);
  return thresholds && typeof value === 'number' ? stateOf(value, thresholds).state : undefined;
}

function worstOf(states: readonly (MarkState | undefined)[]): MarkState | undefined {
  return states.filter((state) => state !== undefined).sort(bySeverity)[0];
}

/** Returns the number of rows, or the content of a single row, for the screen reader. */
export function summarizeTable(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const { columns, rows, total } = readTable(frame, query, options, null, 1);
  const [row] = rows;
  if (row === undefined) return undefined;
  if (total > 1) return plural(total, $localize`{COUNT, plural, =1 {1 row} other {{COUNT} rows}}`);
  return columns.map(({ label }, index) => `${label} ${row.cells[index]?.text ?? NO_VALUE}`).join(', ');
}
