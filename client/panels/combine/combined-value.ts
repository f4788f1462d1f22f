import type { Query } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import { acrossText } from '../data/bucket-text';
import type { PanelOptions } from '../options/panel-option-values';
import { currentOf, isTotal, type SeriesPoint } from '../data/series';
import { combinedTrend, trendOf } from './combined-trend';
import { combineOf, combineValues, type Combine } from './combine-values';
import { seriesNote, unitsProblem, valuesNote } from './combine-text';
import { type FilledSeries, filledSeriesOf } from './filled-series';

/** The single number of a frame. */
export interface CombinedValue {
  readonly value: number;
  readonly unit?: string;
  /** How the number was combined, such as `newest of 3 series`, by the panel or by the server. */
  readonly note?: string;
  /** The name of the series with this value, if the value is that of one series. */
  readonly label?: string;
  /** Returns the trend of the shown series, or of the combined ones. Computed when it is needed. */
  readonly points: () => readonly SeriesPoint[];
  /** Returns the first and the last point of the trend. */
  readonly ends: () => readonly SeriesPoint[];
}

/** Values that cannot be combined into one number, with a message why. */
export interface NotCombinable {
  readonly problem: string;
}

/** Whether a frame has at least one number. */
export function hasNumber(frame: Frame): boolean {
  return frame.fields.some(
    ({ type, values }) => type === 'number' && values.some((value) => typeof value === 'number'),
  );
}

/**
 * Combines all current series of a frame into one number, as `options.combine` says. Each series counts with its last
 * value, or with the sum over the range in queries for totals. Without times, the values of the only number column are
 * combined, or the last values of several columns.
 *
 * @returns undefined if the frame has no number
 */
export function combinedValueOf(
  frame: Frame,
  query: Query | undefined,
  options: PanelOptions,
): CombinedValue | NotCombinable | undefined {
  const combine = combineOf(options);
  const all = filledSeriesOf(frame);
  if (all.length === 0) return ofColumns(frame, query, combine);
  const counted = currentOf(all);
  const total = isTotal(query);
  const { others } = frame;
  const note = seriesNote(combine, counted.length + (others?.count ?? 0));
  const newest = counted.reduce((one, other) => (lastTime(other) > lastTime(one) ? other : one));
  if (combine === 'last' || (all.length === 1 && !others)) {
    const ends = [newest.first, newest.last].map((row) => pointAt(newest, row));
    return {
      ...singleSeriesValue(newest, valueOf(newest, total), note),
      note: note ?? (total ? undefined : acrossText(frame)),
      points: once(() => trendOf(newest)),
      ends: () => ends,
    };
  }
  const problem = problemOf(counted, query);
  if (problem !== undefined) return { problem };
  const unit = commonUnit(counted);
  const values = counted.map((series) => valueOf(series, total));
  const value = combineValues(combine, values, others);
  const isSingleSeries = note !== undefined && (combine === 'min' || combine === 'max');
  const ofSameUnit = total ? counted : all.filter((each) => counted.includes(each) || each.unit === unit);
  const points = once(() => combinedTrend({ all: ofSameUnit, counted, combine, total, value }));
  return {
    value,
    unit,
    note,
    label: isSingleSeries ? counted[values.indexOf(value)]?.label : undefined,
    points,
    ends: () => [points().slice(0, 1), points().slice(-1)].flat(),
  };
}

function singleSeriesValue(
  series: FilledSeries,
  value: number,
  note: string | undefined,
): Omit<CombinedValue, 'points' | 'ends'> {
  return { value, unit: series.unit, note, label: note === undefined ? undefined : series.label };
}

/** Combines values without a time: the rows of one column, or several columns. */
function ofColumns(
  frame: Frame,
  query: Query | undefined,
  combine: Combine,
): CombinedValue | NotCombinable | undefined {
  const columns = currentOf(
    frame.fields.flatMap(({ type, unit, endedAt, values }) => {
      const numbers = type === 'number' ? values.filter((value) => typeof value === 'number') : [];
      return numbers.length === 0 ? [] : [{ unit, endedAt, numbers }];
    }),
  );
  const [first] = columns;
  if (first === undefined) return undefined;
  const values = columns.length === 1 ? first.numbers : columns.map(({ numbers }) => numbers.at(-1) ?? NaN);
  const note = valuesNote(combine, values.length + (frame.others?.count ?? 0));
  const none = { points: (): [] => [], ends: (): [] => [] };
  // The last row of one column, or the first of several columns, since none of them is newer.
  if (combine === 'last') return { value: first.numbers.at(-1) ?? NaN, unit: first.unit, note, ...none };
  const problem = problemOf(columns, query);
  if (problem !== undefined) return { problem };
  return { value: combineValues(combine, values, frame.others), unit: commonUnit(columns), note, ...none };
}

/** Returns why values cannot be combined: their units differ. Counts have no unit. */
function problemOf(all: readonly { readonly unit?: string }[], query: Query | undefined): string | undefined {
  const units = unitsOf(all);
  return units.length > 1 && query?.aggregate !== 'count' ? unitsProblem(units) : undefined;
}

function commonUnit(all: readonly { readonly unit?: string }[]): string | undefined {
  const [unit, ...others] = unitsOf(all);
  return others.length === 0 ? unit : undefined;
}

function unitsOf(all: readonly { readonly unit?: string }[]): readonly string[] {
  return [...new Set(all.flatMap(({ unit }) => unit ?? []))];
}

function valueOf({ column, last }: FilledSeries, total: boolean): number {
  return total ? column.reduce<number>((sum, value) => sum + (value ?? 0), 0) : (column[last] ?? NaN);
}

function lastTime({ times, last }: FilledSeries): number {
  return times[last] ?? -Infinity;
}

function pointAt({ times, column }: FilledSeries, row: number): SeriesPoint {
  return { time: times[row] ?? NaN, value: column[row] ?? NaN };
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: compute() }).value;
}
