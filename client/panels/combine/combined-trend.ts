import { reachBeforeFirst } from '../chart/data/gaps';
import type { SeriesPoint } from '../data/series';
import { combineValues, type Combine } from './combine-values';
import type { FilledSeries } from './filled-series';

/** What the trend of a combined value is made of. */
export interface TrendOf {
  /** Those that have ended count until then, unless they are the ones that are shown. */
  readonly all: readonly FilledSeries[];
  /** Those that the value is made of. */
  readonly counted: readonly FilledSeries[];
  readonly combine: Exclude<Combine, 'last'>;
  /** Whether each row has a total of its own, so that nothing is carried into the next. */
  readonly total: boolean;
  /** The value that is shown: where the trend ends. */
  readonly value: number;
}

/** The points of one series. */
export function trendOf({ times, column }: FilledSeries): readonly SeriesPoint[] {
  return column.flatMap((value, row) => (value === null ? [] : [{ time: times[row] ?? NaN, value }]));
}

/** The combination at each row: of totals that row's, else the last known value of each series that has begun and not ended. */
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

/** Where the last rows are those of series that have ended since, the value without them follows. */
function endingWith(value: number, points: SeriesPoint[], all: readonly FilledSeries[]): readonly SeriesPoint[] {
  const last = points.at(-1);
  if (last === undefined || last.value === value) return points;
  const time = Math.max(last.time, ...all.map(({ endedAt }) => endedAt ?? -Infinity));
  return [...(time > last.time ? points : points.slice(0, -1)), { time, value }];
}

/**
 * The row from which on all series that were there from the beginning have a value: points of different series come
 * at different times, and the combination of the first alone would look like a rise. What begins later was not there.
 */
function startOf(all: readonly FilledSeries[], times: readonly number[]): number {
  const firstTime = Math.min(...all.map(({ first }) => times[first] ?? Infinity));
  const startedTogether = all.filter(
    ({ column, first }) => (times[first] ?? Infinity) - firstTime <= reachBeforeFirst(times, column),
  );
  return Math.max(0, ...startedTogether.map(({ first }) => first));
}
