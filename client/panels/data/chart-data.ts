import type { Query } from '../../../wire/schemas/board';
import type { FieldValue, Frame } from '../../../wire/schemas/frame';
import { formatValue } from '../../i18n/format/format-value';
import { formatOf, type PanelOptions } from '../options/panel-option-values';
import { timesOf } from './frame-columns';
import { seriesKeyOf, labelsOf, markEnded } from './series';

/** One series of a chart. */
export interface ChartSeries {
  /** Unique within the frame, and stable over updates. */
  readonly key: string;
  readonly label: string;
  readonly unit?: string;
  /** ms since 1970; set if the sender has ended the series. */
  readonly endedAt?: number;
}

export type Column = readonly (number | null)[];

/** Columns for a plot: the ascending times of all rows, and for each series a value or null in each row. */
export interface ChartData {
  readonly series: readonly ChartSeries[];
  readonly times: readonly number[];
  readonly columns: readonly Column[];
}

const NO_DATA: ChartData = { series: [], times: [], columns: [] };

export function chartDataOf(frame: Frame): ChartData {
  const time = frame.fields.find(({ type }) => type === 'time');
  if (time === undefined) return NO_DATA;
  const rowTimes = timesOf(time);
  const fields = frame.fields.filter(({ type }) => type === 'number');
  const labels = labelsOf(fields);
  const seen = new Map<string, number>();
  const series = fields.map((field, index) => {
    const key = seriesKeyOf(field);
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    const { unit, endedAt } = field;
    return { key: occurrence === 0 ? key : `${key} ${occurrence}`, label: labels[index] ?? field.name, unit, endedAt };
  });
  const numbers = fields.map(({ values }) => (isColumn(values) ? values : values.map(numberOrNull)));
  if (isAscending(rowTimes)) return { series, times: rowTimes, columns: numbers };
  return { series, ...sortRows(rowTimes, numbers) };
}

function isColumn(values: readonly FieldValue[]): values is (number | null)[] {
  return values.every((value) => value === null || typeof value === 'number');
}

function numberOrNull(value: FieldValue): number | null {
  return typeof value === 'number' ? value : null;
}

/** Whether rows are in order, as those of the server's own sources are. */
function isAscending(times: readonly FieldValue[]): times is number[] {
  return times.every((time, row) => typeof time === 'number' && (row === 0 || time > Number(times[row - 1])));
}

/** Sorts rows by time. Merges rows with the same time, where later values win; drops rows without a time. */
function sortRows(rowTimes: readonly FieldValue[], columns: readonly Column[]): Pick<ChartData, 'times' | 'columns'> {
  const times = [...new Set(rowTimes.filter((time) => typeof time === 'number'))].sort((a, b) => a - b);
  const rowOf = new Map<FieldValue, number>(times.map((time, row) => [time, row]));
  const sorted = columns.map((column) => {
    const values = new Array<number | null>(times.length).fill(null);
    column.forEach((value, from) => {
      const row = rowOf.get(rowTimes[from] ?? null);
      if (row !== undefined && value !== null) values[row] = value;
    });
    return values;
  });
  return { times, columns: sorted };
}

export interface VisibleData extends ChartData {
  /** The index of each series among all series, which decides its color and mark. */
  readonly slots: readonly number[];
}

/**
 * Returns the data without the hidden series.
 *
 * @param hidden keys of series
 */
export function visibleData(data: ChartData, hidden: ReadonlySet<string>): VisibleData {
  const slots = [...data.series.keys()].filter((slot) => !hidden.has(data.series[slot]?.key ?? ''));
  return {
    slots,
    times: data.times,
    series: slots.flatMap((slot) => data.series[slot] ?? []),
    columns: slots.map((slot) => data.columns[slot] ?? []),
  };
}

/** Whether a frame has at least one time and one number, so that there may be something to draw. */
export function hasTimeSeries(frame: Frame): boolean {
  const has = (wanted: string): boolean =>
    frame.fields.some(({ type, values }) => type === wanted && values.some((value) => typeof value === 'number'));
  return has('time') && has('number');
}

const MAX_SUMMARY_SERIES = 4;

/**
 * Returns the last value of the first series, for the screen reader. Undefined if there is nothing to draw over time.
 */
export function summarizeChart(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  if (!hasTimeSeries(frame)) return undefined;
  const fields = frame.fields.filter(({ type }) => type === 'number');
  const labels = labelsOf(fields);
  const summaries = fields.slice(0, MAX_SUMMARY_SERIES).flatMap((field, index) => {
    const last = field.values.findLast((value) => typeof value === 'number');
    if (last === undefined) return [];
    return [markEnded(`${labels[index] ?? ''} ${formatValue(last, formatOf(options, query, field.unit))}`, field)];
  });
  return summaries.length === 0 ? undefined : summaries.join(', ');
}
