import { DDSketch } from '@datadog/sketches-js';

/** A value read from a sketch is off by this part of itself at most. */
const RELATIVE_ACCURACY = 0.01;

/** DDSketch's bins (https://arxiv.org/abs/1908.10693), logarithmic in the value. Only they are stored, not its own bytes. */
const { mapping } = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });

/** More than the smallest number has as its key, so that the bins of positive numbers are positive. */
const OFFSET = 40_000;

/**
 * The bin of a number, a whole number that grows with it: negative for negative ones, 0 for zero and what is too small
 * to tell from it.
 */
export function binOf(value: number): number {
  const size = Math.abs(value);
  if (size < mapping.minPossible) return 0;
  const bin = mapping.key(size) + OFFSET;
  return value > 0 ? bin : -bin;
}

/** The number that stands for all in a bin. */
export function valueOfBin(bin: number): number {
  if (bin === 0) return 0;
  const size = Math.min(mapping.value(Math.abs(bin) - OFFSET), Number.MAX_VALUE);
  return bin > 0 ? size : -size;
}

/** How many of `count` numbers, in their order, are needed to reach a quantile (0 to 1): its nearest rank, from 1. */
export function rankOf(quantile: number, count: number): number {
  return Math.max(1, Math.ceil(quantile * count));
}
