import type { Column } from './chart-data';

/** A period without values, in which the line of a series is not drawn. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * A step is a gap if it is this much longer than its neighbors. A single missing value is no gap: points come at uneven
 * times, and the last point of each series has a row of its own.
 */
const GAP_FACTOR = 3.5;
const MIN_POINTS = 8;

/** How many steps before and after a step are compared with it. */
const NEIGHBOR_STEPS = 5;

/** Returns the rows in which a series has a value. */
function rowsWithValue(column: Column): Uint32Array {
  const rows = new Uint32Array(column.length);
  let count = 0;
  for (let row = 0; row < column.length; row += 1) if (column[row] !== null) rows[count++] = row;
  return rows.subarray(0, count);
}

/** Returns the time from the value with this index to the next one, in ms. */
function stepAfter(times: readonly number[], rows: Uint32Array, index: number): number {
  return (times[rows[index + 1] ?? 0] ?? 0) - (times[rows[index] ?? 0] ?? 0);
}

/** This many steps, evenly spread, are enough for the median. */
const MAX_SAMPLED_STEPS = 128;

/** Returns the median distance between the points of a series, in ms; 0 with fewer than two points. */
function medianStep(times: readonly number[], column: Column): number {
  const rows = rowsWithValue(column);
  const count = Math.max(0, rows.length - 1);
  const sampleEvery = Math.max(1, Math.floor(count / MAX_SAMPLED_STEPS));
  return median(
    Float64Array.from({ length: Math.ceil(count / sampleEvery) }, (_, index) => stepAfter(times, rows, index * sampleEvery)),
  );
}

/**
 * Returns the median distance between the points of the series with the closest points, in ms; 0 with fewer than two
 * rows. Rows can be closer than that, because series need not share their times.
 */
export function smallestMedianStep(times: readonly number[], columns: readonly Column[]): number {
  const steps = columns.map((column) => medianStep(times, column)).filter((step) => step > 0);
  return steps.length > 0 ? Math.min(...steps) : medianStep(times, times);
}

/** Where a series is continuous, judged by the times of its values. */
export interface SeriesContinuity {
  /** Periods without values that are much longer than the steps around them. */
  readonly gaps: readonly Gap[];
  /** Rows of points that no line reaches. They are drawn as marks, or they would be invisible. */
  readonly isolated: readonly number[];
  /** How long before its first and after its last value a series still counts as continuous, in ms. */
  readonly maxDistance: { readonly before: number; readonly after: number };
}

export const UNLIMITED_DISTANCE = { before: Infinity, after: Infinity };

/** Finds the gaps of a series. With too few points, there are none. */
export function continuityOf(times: readonly number[], column: Column): SeriesContinuity {
  const rows = rowsWithValue(column);
  if (rows.length < MIN_POINTS)
    return { gaps: [], isolated: rows.length === 1 ? [...rows] : [], maxDistance: UNLIMITED_DISTANCE };
  const steps = Float64Array.from({ length: rows.length - 1 }, (_, index) => stepAfter(times, rows, index));
  const gaps: Gap[] = [];
  const isolated: number[] = [];
  let wasConnected = false;
  rows.forEach((row, index) => {
    const isConnected = index < steps.length && !isGap(steps, index);
    if (!isConnected && !wasConnected) isolated.push(row);
    if (!isConnected && index < steps.length) gaps.push({ from: times[row] ?? 0, to: times[rows[index + 1] ?? 0] ?? 0 });
    wasConnected = isConnected;
  });
  return {
    gaps,
    isolated,
    maxDistance: { before: maxDistanceOf(steps.slice(0, NEIGHBOR_STEPS)), after: maxDistanceOf(steps.slice(-NEIGHBOR_STEPS)) },
  };
}

/**
 * Returns how long a series may be without a value before its first one, by the distance of the next values; in ms. 0
 * with one value.
 */
export function maxDistanceBeforeFirst(times: readonly number[], column: Column): number {
  const steps: number[] = [];
  let last: number | undefined;
  for (let row = 0; row < column.length && steps.length < NEIGHBOR_STEPS; row += 1) {
    const time = times[row];
    if (typeof column[row] !== 'number' || time === undefined) continue;
    if (last !== undefined) steps.push(time - last);
    last = time;
  }
  return maxDistanceOf(Float64Array.from(steps));
}

function maxDistanceOf(neighbors: Float64Array): number {
  return GAP_FACTOR * median(neighbors);
}

/**
 * Compares a step with the longer of the medians before and after it, so that a change of the sampling rate is no gap.
 */
function isGap(steps: Float64Array, index: number): boolean {
  const step = steps[index] ?? 0;
  // Most steps are like their neighbors; this avoids sorting.
  if (step <= GAP_FACTOR * (steps[index - 1] ?? 0) && step <= GAP_FACTOR * (steps[index + 1] ?? 0)) return false;
  const before = median(steps.slice(Math.max(0, index - NEIGHBOR_STEPS), index));
  const after = median(steps.slice(index + 1, index + 1 + NEIGHBOR_STEPS));
  return step > GAP_FACTOR * Math.max(before, after);
}

function median(values: Float64Array): number {
  return values.sort()[Math.floor(values.length / 2)] ?? 0;
}

/**
 * Returns the row with a value that is nearest to a time, searching outwards from the row `near`. Undefined within a
 * gap.
 */
export function nearestRow(
  times: readonly number[],
  column: Column,
  near: number,
  { time, gaps, maxDistance }: Pick<SeriesContinuity, 'gaps' | 'maxDistance'> & { readonly time: number },
): number | undefined {
  const distance = (row: number): number => Math.abs((times[row] ?? Infinity) - time);
  let [left, right] = [near, near + 1];
  while (left >= 0 && typeof column[left] !== 'number') left -= 1;
  while (right < times.length && typeof column[right] !== 'number') right += 1;
  const nearest = distance(left) <= distance(right) ? left : right;
  if (typeof column[nearest] !== 'number') return undefined;
  const gap = gaps.find(({ from, to }) => time > from && time < to);
  // Within a gap, a point is nearest only up to half of a typical step.
  const limit = gap ? (gap.to - gap.from) / GAP_FACTOR / 2 : nearest === left ? maxDistance.after : maxDistance.before;
  return distance(nearest) <= limit || (gap === undefined && left >= 0 && right < times.length) ? nearest : undefined;
}
