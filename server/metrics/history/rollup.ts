import { floorTo } from './rollup-levels.js';
import { MAX_INTEGER } from './encoding/integer-column.js';
import { decimalsOf } from './encoding/number-column.js';
import type { Points } from './points.js';
import { binOf } from './sketch.js';

/** The bins of a sketch, rising, and how many numbers are in each. */
export interface Bins {
  readonly bins: readonly number[];
  readonly counts: readonly number[];
}

const NO_BINS: Bins = { bins: [], counts: [] };

/** What the points of a cell amount to. */
export interface BucketSummary {
  /** Microseconds, a multiple of the level's step. */
  readonly start: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly sketch: Bins;
}

/**
 * The cells of points, of this length, in the order of time. Where there are no points there is no cell.
 * @param sketches whether they are wanted; else they are empty
 */
export function rollUp({ at, value }: Points, step: number, sketches: boolean): BucketSummary[] {
  const bins = sketches ? value.map(binOf) : undefined;
  const cells: BucketSummary[] = [];
  for (let first = 0; first < at.length;) {
    const start = floorTo(at[first] as number, step);
    let end = first + 1;
    while (end < at.length && (at[end] as number) < start + step) end += 1;
    cells.push(summaryOf(start, value.subarray(first, end), bins?.slice(first, end)));
    first = end;
  }
  return cells;
}

/**
 * Cells with later points added: those of `late` are new, none of them is among those of `base` already. The last of a
 * cell stays what it is, for when it was is not known any more.
 */
export function addSummaries(base: readonly BucketSummary[], late: readonly BucketSummary[]): BucketSummary[] {
  const byStart = new Map(base.map((cell) => [cell.start, cell]));
  for (const cell of late) {
    const known = byStart.get(cell.start);
    byStart.set(cell.start, known ? addSummary(known, cell) : cell);
  }
  return Array.from(byStart.values()).sort((a, b) => a.start - b.start);
}

/** Cells with those of a part of time replaced. */
export function replaceSummaries(
  base: readonly BucketSummary[],
  from: number,
  until: number,
  fresh: readonly BucketSummary[],
): BucketSummary[] {
  const kept = base.filter(({ start }) => start < from || start >= until);
  return [...kept, ...fresh].sort((a, b) => a.start - b.start);
}

function summaryOf(start: number, values: Float64Array, bins: Float64Array | undefined): BucketSummary {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const last = values[values.length - 1] as number;
  return { start, count: values.length, sum: sumOf(values), min, max, last, sketch: bins ? sketchOf(bins) : NO_BINS };
}

/** Decimals are added as whole numbers, so that 0.1 + 0.2 is 0.3: more exact, and much shorter in its column. */
function sumOf(values: Float64Array | readonly number[]): number {
  const decimals = decimalsOf(values);
  if (decimals !== undefined) {
    const scale = 10 ** decimals;
    let whole = 0;
    for (const value of values) whole += Math.round(value * scale);
    if (Math.abs(whole) <= MAX_INTEGER) return whole / scale;
  }
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function sketchOf(binned: Float64Array): Bins {
  const bins: number[] = [];
  const counts: number[] = [];
  let top = -1;
  for (const bin of binned.sort()) {
    if (top >= 0 && bins[top] === bin) counts[top] = (counts[top] as number) + 1;
    else top = bins.push(bin) - 1;
    counts[top] ??= 1;
  }
  return { bins, counts };
}

function addSummary(cell: BucketSummary, late: BucketSummary): BucketSummary {
  return {
    start: cell.start,
    count: cell.count + late.count,
    sum: sumOf([cell.sum, late.sum]),
    min: Math.min(cell.min, late.min),
    max: Math.max(cell.max, late.max),
    last: cell.last,
    sketch: countBins([...pairsOf(cell.sketch), ...pairsOf(late.sketch)].sort(([a], [b]) => a - b)),
  };
}

function pairsOf({ bins, counts }: Bins): [bin: number, count: number][] {
  return bins.map((bin, index) => [bin, counts[index] as number]);
}

/** @param pairs in the order of their bins */
function countBins(pairs: readonly (readonly [bin: number, count: number])[]): Bins {
  const bins: number[] = [];
  const counts: number[] = [];
  for (const [bin, count] of pairs) {
    const top = bins.length - 1;
    if (bins[top] === bin) counts[top] = (counts[top] as number) + count;
    else {
      bins.push(bin);
      counts.push(count);
    }
  }
  return { bins, counts };
}
