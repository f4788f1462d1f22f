import type { Query } from '../../../wire/board';
import type { FieldValue, Frame, FrameField } from '../../../wire/frame';
import { formatDateTime } from '../../ui/format/time';
import { formatExactValue } from '../../ui/format/value';
import { formatOf, type PanelOptions } from '../options';
import { labelsOf, markEnded } from '../series';

export interface FrameColumn {
  readonly label: string;
  /** Numbers stand right, so that their digits stand below each other. */
  readonly numeric: boolean;
}

export interface FrameCell {
  readonly text: string;
  /** The mark of a state, where it has one. */
  readonly mark?: string;
}

export interface FrameRow {
  readonly index: number;
  readonly cells: readonly FrameCell[];
}

const NOTHING = '–';
const MARKED: readonly FieldValue[] = ['ok', 'warn', 'crit'];

export function columnsOf({ fields }: Frame): readonly FrameColumn[] {
  const numbers = fields.filter(({ type }) => type === 'number');
  const labels = new Map(labelsOf(numbers).map((label, index) => [numbers[index], label]));
  return fields.map((field, place) => ({
    label: place === 0 && field.type === 'time' ? $localize`Time` : markEnded(labels.get(field) ?? field.name, field),
    numeric: field.type === 'number',
  }));
}

export function rowCountOf({ fields }: Frame): number {
  return Math.max(0, ...fields.map(({ values }) => values.length));
}

/** Up to `most` rows of any frame, ready to be read: what goes by time has its newest first. */
export function rowsOf(
  frame: Frame,
  query: Query | undefined,
  options: PanelOptions,
  most: number,
): readonly FrameRow[] {
  const count = rowCountOf(frame);
  const writers = frame.fields.map((field) => writerOf(field, query, options));
  const byTime = frame.fields[0]?.type === 'time';
  return Array.from({ length: Math.min(count, most) }, (_, place) => {
    const index = byTime ? count - 1 - place : place;
    return { index, cells: frame.fields.map(({ values }, column) => cellOf(values[index] ?? null, writers[column])) };
  });
}

type Writer = (value: FieldValue) => FrameCell;

function cellOf(value: FieldValue, write: Writer | undefined): FrameCell {
  return value === null || write === undefined ? { text: NOTHING } : write(value);
}

function writerOf({ type, unit }: FrameField, query: Query | undefined, options: PanelOptions): Writer {
  const format = formatOf(options, query, unit);
  return (value) => {
    if (typeof value === 'boolean') return { text: value ? $localize`Yes` : $localize`No` };
    if (typeof value === 'string') {
      return type === 'state' && MARKED.includes(value) ? { text: value, mark: value } : { text: value };
    }
    if (type === 'time') return { text: formatTime(Number(value)) };
    return { text: formatExactValue(Number(value), format) };
  };
}

/** Beyond +-8.64e15 ms there are no dates (ECMA-262), and Intl throws. */
function formatTime(at: number): string {
  return Math.abs(at) <= 8.64e15 ? formatDateTime(at) : String(at);
}
