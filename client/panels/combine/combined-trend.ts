import { maxDistanceBeforeFirst } from '../data/gaps';
import type { SeriesPoint } from '../data/series';
import { combineValues, type Combine } from './combine-values';
import type { FilledSeries } from './filled-series';

/** What the trend of a combined value is computed from. */
export interface TrendOf {
  /** All series. Ended ones count until their end, unless only ended ones are shown. */
  readonly all: readonly FilledSeries[];
  /** The series that the value is made of. */
  readonly counted: readonly FilledSeries[];
  readonly combine: Exclude<Combine, 'last'>;
  /** Whether each row is a total, so that no value is carried into the next row. */
  readonly total: boolean;
  /** The shown value, which ends the trend. */
  readonly value: number;
}

/** Returns the points of one series. */
export function trendOf({ times, column }: FilledSeries): readonly SeriesPoint[] {
  return column.flatMap((value, row) => (value === null ? [] : [{ time: times[row] ?? NaN, value }]));
}

/**
 * Returns the combined value at each row: of that row's values for totals, else of the last known value of each series
 * that has started and not ended.
 */
export function combinedTrend({ all, counted, combine, total, value }: TrendOf): readonly SeriesPoint[] {
  const times = all[0]?.times ?? [];
  const start = total ? 0 : startOf(all, times);
  const lastKnown = new Array<number | null>(all.length).fill(null);
  const points: SeriesPoint[] = [];
  times.forEach((time, row) => {
    if (total) lastKnown.fill(null);
    all.forEach(({ column, endedAt }, index) => {
      const own = column[row] ?? null;
      if (own !== null) lastKnown[index] = own;
      else if (endedAt !== undefined && time > endedAt && counted.length < all.length) lastKnown[index] = null;
    });
    const isEmpty = all.every(({ column }) => (column[row] ?? null) === null);
    const values = lastKnown.filter((each) => each !== null);
    if (isEmpty || row < start || values.length === 0) return;
    points.push({ time, value: combineValues(combine, values) });
  });
  return total ? points : endingWith(value, points, all);
}

/** Appends the shown value if the last rows belong to series that have ended since. */
function endingWith(value: number, points: SeriesPoint[], all: readonly FilledSeries[]): readonly SeriesPoint[] {
  const last = points.at(-1);
  if (last === undefined || last.value === value) return points;
  const time = Math.max(last.time, ...all.map(({ endedAt }) => endedAt ?? -Infinity));
  return [...(time > last.time ? points : points.slice(0, -1)), { time, value }];
}

/**
 * Returns the row from which all series of the beginning have a value. Points of different series come at different
 * times, so the combination of the first ones alone would look like a rise. Series that start later are ignored.
 */
function startOf(all: readonly FilledSeries[], times: readonly number[]): number {
  const firstTime = Math.min(...all.map(({ first }) => times[first] ?? Infinity));
  const startedTogether = all.filter(
    ({ column, first }) => (times[first] ?? Infinity) - firstTime <= maxDistanceBeforeFirst(times, column),
  );
  return Math.max(0, ...startedTogether.map(({ first }) => first));
}
