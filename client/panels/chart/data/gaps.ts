import type { Column } from './chart-data';

/** A stretch of time in which a series has nothing: its line is not drawn there. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** A missing value is not yet a gap: points come at uneven times, and every series' last one stands in its own row. */
const GAP_FACTOR = 3.5;
const MIN_POINTS = 8;

/** How many steps before a step, and how many after it, say what is usual there. */
const NEIGHBOR_STEPS = 5;

/** The rows in which a series has a value. */
function rowsWithValue(column: Column): Uint32Array {
  const rows = new Uint32Array(column.length);
  let count = 0;
  for (let row = 0; row < column.length; row += 1) if (column[row] !== null) rows[count++] = row;
  return rows.subarray(0, count);
}

/** From the row with this index to the next one, in ms. */
function stepAfter(times: readonly number[], rows: Uint32Array, index: number): number {
  return (times[rows[index + 1] ?? 0] ?? 0) - (times[rows[index] ?? 0] ?? 0);
}

/** Of many steps so many, evenly spread, tell as much as all. */
const MAX_SAMPLED_STEPS = 128;

/** The median distance between a series' points, in ms; 0 without two points. */
export function medianStep(times: readonly number[], column: Column): number {
  const rows = rowsWithValue(column);
  const count = Math.max(0, rows.length - 1);
  const sampleEvery = Math.max(1, Math.floor(count / MAX_SAMPLED_STEPS));
  return median(
    Float64Array.from({ length: Math.ceil(count / sampleEvery) }, (_, index) => stepAfter(times, rows, index * sampleEvery)),
  );
}

/**
 * The usual distance between the points of whichever series has them closest, in ms; 0 without two rows. Rows as such can lie
 * much closer: those of different series need not share their times.
 */
export function smallestMedianStep(times: readonly number[], columns: readonly Column[]): number {
  const steps = columns.map((column) => medianStep(times, column)).filter((step) => step > 0);
  return steps.length > 0 ? Math.min(...steps) : medianStep(times, times);
}

/** What the times of a series' values tell. */
export interface SeriesContinuity {
  /** Where it was silent for much longer than it was usual just before and after. */
  readonly gaps: readonly Gap[];
  /** Rows of points with no neighbour that a line could reach: they are drawn as marks, or nobody would see them. */
  readonly isolated: readonly number[];
  /** So long before its first and after its last value it is not yet silent, in ms. */
  readonly reach: { readonly before: number; readonly after: number };
}

export const UNLIMITED_REACH = { before: Infinity, after: Infinity };

/** Too few points say nothing about what is usual: then there are no gaps. */
export function continuityOf(times: readonly number[], column: Column): SeriesContinuity {
  const rows = rowsWithValue(column);
  if (rows.length < MIN_POINTS)
    return { gaps: [], isolated: rows.length === 1 ? [...rows] : [], reach: UNLIMITED_REACH };
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
    reach: { before: reachOf(steps.slice(0, NEIGHBOR_STEPS)), after: reachOf(steps.slice(-NEIGHBOR_STEPS)) },
  };
}

/** So long may a series be silent before its first value, by the pace of the next ones, in ms; 0 without a next one. */
export function reachBeforeFirst(times: readonly number[], column: Column): number {
  const steps: number[] = [];
  let last: number | undefined;
  for (let row = 0; row < column.length && steps.length < NEIGHBOR_STEPS; row += 1) {
    const time = times[row];
    if (typeof column[row] !== 'number' || time === undefined) continue;
    if (last !== undefined) steps.push(time - last);
    last = time;
  }
  return reachOf(Float64Array.from(steps));
}

function reachOf(neighbors: Float64Array): number {
  return GAP_FACTOR * median(neighbors);
}

/** Compares a step with the longer of the medians before and after it, so that a change of the sampling rate is no gap. */
function isGap(steps: Float64Array, index: number): boolean {
  const step = steps[index] ?? 0;
  // Most steps are like the one before or after, which spares the sorting.
  if (step <= GAP_FACTOR * (steps[index - 1] ?? 0) && step <= GAP_FACTOR * (steps[index + 1] ?? 0)) return false;
  const before = median(steps.slice(Math.max(0, index - NEIGHBOR_STEPS), index));
  const after = median(steps.slice(index + 1, index + 1 + NEIGHBOR_STEPS));
  return step > GAP_FACTOR * Math.max(before, after);
}

function median(values: Float64Array): number {
  return values.sort()[Math.floor(values.length / 2)] ?? 0;
}

/**
 * The row with a value of this series that is nearest to a time, looking outwards from `near`; undefined where the series
 * is silent there.
 */
export function nearestRow(
  times: readonly number[],
  column: Column,
  near: number,
  { time, gaps, reach }: Pick<SeriesContinuity, 'gaps' | 'reach'> & { readonly time: number },
): number | undefined {
  const distance = (row: number): number => Math.abs((times[row] ?? Infinity) - time);
  let [left, right] = [near, near + 1];
  while (left >= 0 && typeof column[left] !== 'number') left -= 1;
  while (right < times.length && typeof column[right] !== 'number') right += 1;
  const nearest = distance(left) <= distance(right) ? left : right;
  if (typeof column[nearest] !== 'number') return undefined;
  const gap = gaps.find(({ from, to }) => time > from && time < to);
  // A gap is longer than so many usual steps; the nearest point is half of one away at most.
  const maxDistance = gap ? (gap.to - gap.from) / GAP_FACTOR / 2 : nearest === left ? reach.after : reach.before;
  return distance(nearest) <= maxDistance || (gap === undefined && left >= 0 && right < times.length) ? nearest : undefined;
}
