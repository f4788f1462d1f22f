import { floorToMultiple } from './rollup-levels.js';
import { MAX_INTEGER } from './encoding/integer-column.js';
import { countDecimals } from './encoding/number-column.js';
import type { Points } from './points.js';
import { toBin } from './sketch.js';

/** The bins of a sketch, ascending, and the count of values in each. */
export interface Bins {
  readonly bins: readonly number[];
  readonly counts: readonly number[];
}

const NO_BINS: Bins = { bins: [], counts: [] };

/** The summary of the points in one rollup bucket. */
export interface BucketSummary {
  /** A multiple of the level's step. */
  readonly startUs: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly sketch: Bins;
}

/**
 * Summarizes points in buckets, in the order of time. Buckets without points are left out.
 * @param stepUs length of the buckets
 * @param withSketches whether to create sketches; else they are empty
 */
export function rollUp({ atUs, value }: Points, stepUs: number, withSketches: boolean): BucketSummary[] {
  const bins = withSketches ? value.map(toBin) : undefined;
  const summaries: BucketSummary[] = [];
  for (let first = 0; first < atUs.length;) {
    const startUs = floorToMultiple(atUs[first] as number, stepUs);
    let end = first + 1;
    while (end < atUs.length && (atUs[end] as number) < startUs + stepUs) end += 1;
    summaries.push(summarize(startUs, value.subarray(first, end), bins?.slice(first, end)));
    first = end;
  }
  return summaries;
}

/**
 * Adds summaries of late points, none of which are in `base` already. The `last` of an existing bucket is unchanged, because
 * its time is not known.
 */
export function addSummaries(base: readonly BucketSummary[], late: readonly BucketSummary[]): BucketSummary[] {
  const byStart = new Map(base.map((summary) => [summary.startUs, summary]));
  for (const summary of late) {
    const known = byStart.get(summary.startUs);
    byStart.set(summary.startUs, known ? addSummary(known, summary) : summary);
  }
  return Array.from(byStart.values()).sort((a, b) => a.startUs - b.startUs);
}

/** Replaces the buckets of a time span. */
export function replaceSummaries(
  base: readonly BucketSummary[],
  fromUs: number,
  untilUs: number,
  replacements: readonly BucketSummary[],
): BucketSummary[] {
  const others = base.filter(({ startUs }) => startUs < fromUs || startUs >= untilUs);
  return [...others, ...replacements].sort((a, b) => a.startUs - b.startUs);
}

function summarize(startUs: number, values: Float64Array, bins: Float64Array | undefined): BucketSummary {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const last = values[values.length - 1] as number;
  return {
    startUs,
    count: values.length,
    sum: exactSum(values),
    min,
    max,
    last,
    sketch: bins ? createSketch(bins) : NO_BINS,
  };
}

/** Adds decimals as whole numbers, so that 0.1 + 0.2 is 0.3. This is more exact, and such sums take much less space. */
function exactSum(values: Float64Array | readonly number[]): number {
  const decimals = countDecimals(values);
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

function createSketch(binned: Float64Array): Bins {
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

function addSummary(summary: BucketSummary, late: BucketSummary): BucketSummary {
  return {
    startUs: summary.startUs,
    count: summary.count + late.count,
    sum: exactSum([summary.sum, late.sum]),
    min: Math.min(summary.min, late.min),
    max: Math.max(summary.max, late.max),
    last: summary.last,
    sketch: mergeEqualBins([...binPairs(summary.sketch), ...binPairs(late.sketch)].sort(([a], [b]) => a - b)),
  };
}

function binPairs({ bins, counts }: Bins): [bin: number, count: number][] {
  return bins.map((bin, index) => [bin, counts[index] as number]);
}

/** @param pairs sorted by bin */
function mergeEqualBins(pairs: readonly (readonly [bin: number, count: number])[]): Bins {
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
