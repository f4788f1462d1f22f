import type { ChartData, Column } from '../../../data/chart-data';
import { continuityOf } from '../../../data/gaps';

/** Where each stacked series starts and ends in each row. */
export interface StackedSeries {
  readonly tops: readonly Column[];
  readonly bases: readonly Column[];
}

/**
 * Stacks areas. In rows without a value, a series counts with the value on the straight line between its neighbors,
 * because series need not share their rows.
 */
export function stackAreas(data: ChartData): StackedSeries {
  const sums = new Float64Array(data.times.length);
  const bases: Column[] = [];
  const tops = data.columns.map((column) => {
    bases.push(Array.from(sums));
    return extendEnds(data.times, column).map((value, row) =>
      value === null ? null : (sums[row] = (sums[row] ?? 0) + value),
    );
  });
  return { tops, bases };
}

/** Stacks bars, negative ones below 0. */
export function stackBars({ times, columns }: ChartData): StackedSeries {
  const above = new Float64Array(times.length);
  const below = new Float64Array(times.length);
  const bases: Column[] = [];
  const tops = columns.map((column) => {
    const base = column.map((value, row) => ((value ?? 0) < 0 ? below : above)[row] ?? 0);
    bases.push(base);
    return column.map((value, row) => {
      if (value === null) return null;
      const side = value < 0 ? below : above;
      return (side[row] = (side[row] ?? 0) + value);
    });
  });
  return { tops, bases };
}

function interpolate(times: readonly number[], column: Column): (number | null)[] {
  const filled = [...column];
  let last = -1;
  column.forEach((value, row) => {
    if (value === null) return;
    const [startTime, endTime, start] = [times[last] ?? 0, times[row] ?? 0, column[last] ?? value];
    for (let between = last + 1; last >= 0 && between < row; between += 1) {
      const share = ((times[between] ?? 0) - startTime) / (endTime - startTime);
      filled[between] = start + (value - start) * share;
    }
    last = row;
  });
  return filled;
}

/** Repeats the first and last value for rows just outside the series, or the sum would drop at the ends. */
function extendEnds(times: readonly number[], column: Column): Column {
  const first = column.findIndex((value) => value !== null);
  const last = column.findLastIndex((value) => value !== null);
  if (first < 0) return column;
  const { before, after } = continuityOf(times, column).maxDistance;
  const length = (times[last] ?? 0) - (times[first] ?? 0);
  return interpolate(times, column).map((value, row) => {
    const time = times[row] ?? 0;
    if (row < first && (times[first] ?? 0) - time <= Math.min(before, length)) return column[first] ?? null;
    return row > last && time - (times[last] ?? 0) <= Math.min(after, length) ? (column[last] ?? null) : value;
  });
}
