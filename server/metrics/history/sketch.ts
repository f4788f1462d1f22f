import { DDSketch } from '@datadog/sketches-js';

/** The maximum relative error of a value that is read from a sketch. */
const RELATIVE_ACCURACY = 0.01;

/** The bins of DDSketch (https://arxiv.org/abs/1908.10693), logarithmic in the value. Only bins are stored, not the library's own format. */
const { mapping } = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });

/** Added to DDSketch's keys, so that the bins of all positive numbers are positive. */
const BIN_OFFSET = 40_000;

/**
 * Returns the bin of a number. Bins are integers that grow with the number: negative for negative numbers, and 0 for zero and
 * for numbers too close to zero to be distinguished from it.
 */
export function toBin(value: number): number {
  const size = Math.abs(value);
  if (size < mapping.minPossible) return 0;
  const bin = mapping.key(size) + BIN_OFFSET;
  return value > 0 ? bin : -bin;
}

/** Returns the number that represents a bin. */
export function binValue(bin: number): number {
  if (bin === 0) return 0;
  const size = Math.min(mapping.value(Math.abs(bin) - BIN_OFFSET), Number.MAX_VALUE);
  return bin > 0 ? size : -size;
}

/** Returns the nearest rank of a quantile (0 to 1) among `count` sorted numbers, counted from 1. */
export function nearestRank(quantile: number, count: number): number {
  return Math.max(1, Math.ceil(quantile * count));
}
