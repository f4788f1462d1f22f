import type { Query } from '../../../../wire/schemas/board';
import type { FieldValue, Frame, FrameField } from '../../../../wire/schemas/frame';
import { formatExactValue } from '../../../i18n/format/format-value';
import { bucketText, withBucketText } from '../../data/bucket-text';
import { formatOf, type PanelOptions } from '../../options/panel-option-values';
import { timeAt } from '../../data/frame-columns';
import { formatTimeField } from '../../time/record-time';
import { labelsOf, markEnded } from '../../data/series';

export interface FrameColumn {
  readonly label: string;
  /** Numbers are aligned at the end, so that their digits line up. */
  readonly numeric: boolean;
  readonly hint?: string;
}

export interface FrameCell {
  readonly text: string;
  /** The state whose mark is shown, if any. */
  readonly mark?: string;
}

export interface FrameRow {
  readonly index: number;
  readonly cells: readonly FrameCell[];
}

const NO_VALUE = '–';
const STATES_WITH_MARK: readonly FieldValue[] = ['ok', 'warn', 'crit'];

export function columnsOf(frame: Frame): readonly FrameColumn[] {
  const { fields } = frame;
  const numberFields = fields.filter(({ type }) => type === 'number');
  const labels = new Map(labelsOf(numberFields).map((label, index) => [numberFields[index], label]));
  const hint = bucketText(frame) && $localize`The start of each interval. The last value has its own time.`;
  return fields.map((field, place) =>
    place === 0 && field.type === 'time'
      ? { label: $localize`Time`, numeric: false, hint }
      : {
          label: withBucketText(markEnded(labels.get(field) ?? field.name, field), field, frame),
          numeric: field.type === 'number',
        },
  );
}

export function rowCountOf({ fields }: Frame): number {
  return Math.max(0, ...fields.map(({ values }) => values.length));
}

/** Returns up to `maxRows` rows of a frame as text. If the first column is a time, the newest rows come first. */
export function rowsOf(
  frame: Frame,
  query: Query | undefined,
  options: PanelOptions,
  maxRows: number,
): readonly FrameRow[] {
  const count = rowCountOf(frame);
  const formatters = frame.fields.map((field) => formatterOf(field, query, options));
  const byTime = frame.fields[0]?.type === 'time';
  return Array.from({ length: Math.min(count, maxRows) }, (_, place) => {
    const index = byTime ? count - 1 - place : place;
    return { index, cells: formatters.map((format) => format(index)) };
  });
}

function formatterOf(field: FrameField, query: Query | undefined, options: PanelOptions): (row: number) => FrameCell {
  const { type, unit, values } = field;
  const formatOptions = formatOf(options, query, unit);
  return (row) => {
    const value = values[row] ?? null;
    if (value === null) return { text: NO_VALUE };
    if (typeof value === 'boolean') return { text: value ? $localize`Yes` : $localize`No` };
    if (typeof value === 'string') {
      return type === 'state' && STATES_WITH_MARK.includes(value) ? { text: value, mark: value } : { text: value };
    }
    if (type === 'time')
      return { text: timeAt(field, row) === undefined ? String(value) : formatTimeField(field, row) };
    return { text: formatExactValue(value, formatOptions) };
  };
}
