import type { Column } from './chart-data';

/** A stretch of time in which a series has nothing: its line is not drawn there. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** A missing value is not yet a gap: points come at uneven times, and every series' last one stands in its own row. */
const GAP_FACTOR = 3.5;
const ENOUGH_TO_JUDGE = 8;

/** The rows in which a series has a value. */
function rowsOf(column: Column): Uint32Array {
  const rows = new Uint32Array(column.length);
  let count = 0;
  for (let row = 0; row < column.length; row += 1) if (column[row] !== null) rows[count++] = row;
  return rows.subarray(0, count);
}

/** From the row with this index to the next one, in ms. */
function stepAt(times: readonly number[], rows: Uint32Array, index: number): number {
  return (times[rows[index + 1] ?? 0] ?? 0) - (times[rows[index] ?? 0] ?? 0);
}

/** The median distance between a series' points, in ms; 0 without two points. */
export function usualStep(times: readonly number[], column: Column): number {
  return medianStep(times, rowsOf(column));
}

/** Of many steps so many, evenly spread, tell as much as all. */
const ENOUGH_STEPS = 128;

function medianStep(times: readonly number[], rows: Uint32Array): number {
  const count = Math.max(0, rows.length - 1);
  const each = Math.max(1, Math.floor(count / ENOUGH_STEPS));
  const some = new Float64Array(Math.ceil(count / each));
  for (let index = 0; index < some.length; index += 1) some[index] = stepAt(times, rows, index * each);
  return some.sort()[Math.floor(some.length / 2)] ?? 0;
}

/** From which silence on a series is called silent, in ms. Too few points say nothing about what is usual. */
export function longestStep(times: readonly number[], column: Column): number {
  const rows = rowsOf(column);
  return rows.length < ENOUGH_TO_JUDGE ? Infinity : medianStep(times, rows) * GAP_FACTOR;
}

/** What the times of a series' values tell. */
export interface Course {
  /** Where it was silent for much longer than it usually is. */
  readonly gaps: readonly Gap[];
  /** Rows of points with no neighbour that a line could reach: they are drawn as marks, or nobody would see them. */
  readonly lonely: readonly number[];
  /** From which silence on it is called silent, in ms. */
  readonly reach: number;
}

export function courseOf(times: readonly number[], column: Column): Course {
  const rows = rowsOf(column);
  if (rows.length < ENOUGH_TO_JUDGE) return { gaps: [], lonely: rows.length === 1 ? [...rows] : [], reach: Infinity };
  const steps = rows.length - 1;
  const reach = medianStep(times, rows) * GAP_FACTOR;
  const gaps: Gap[] = [];
  const lonely: number[] = [];
  let joined = false;
  rows.forEach((row, index) => {
    const joins = index < steps && stepAt(times, rows, index) <= reach;
    if (!joins && !joined) lonely.push(row);
    if (!joins && index < steps) gaps.push({ from: times[row] ?? 0, to: times[rows[index + 1] ?? 0] ?? 0 });
    joined = joins;
  });
  return { gaps, lonely, reach };
}

/**
 * The row with a value of this series that is nearest to a time, looking outwards from `near`; undefined where the series
 * is silent there.
 */
export function nearestRow(
  times: readonly number[],
  column: Column,
  near: number,
  { time, reach }: { readonly time: number; readonly reach: number },
): number | undefined {
  const distance = (row: number): number => Math.abs((times[row] ?? Infinity) - time);
  let [left, right] = [near, near + 1];
  while (left >= 0 && typeof column[left] !== 'number') left -= 1;
  while (right < times.length && typeof column[right] !== 'number') right += 1;
  const best = distance(left) <= distance(right) ? left : right;
  return typeof column[best] === 'number' && distance(best) <= reach ? best : undefined;
}
