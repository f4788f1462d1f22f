import { type DataPoint, type IndexedBuckets, MAX_BUCKETS } from '../decoding/otlp-data.js';

/**
 * The non-empty buckets of a distribution in ascending order, as three numbers each: lower bound, upper bound, count. Histograms
 * of both kinds are converted to this form, so that other code does not depend on the kind.
 */
export type Buckets = ArrayLike<number>;

export const PERCENTILES = [50, 95, 99] as const;

/** Converts the buckets of a histogram. Returns undefined if they are inconsistent. */
export function toBuckets(kind: 'histogram' | 'exponentialHistogram', point: DataPoint): number[] | undefined {
  const buckets = kind === 'histogram' ? explicitOf(point) : exponentialOf(point);
  return buckets?.every((number) => Number.isFinite(number)) ? buckets : undefined;
}

/** A histogram may have only a count and a sum, and no buckets. */
function explicitOf({ bounds = [], counts = [], min, max }: DataPoint): number[] | undefined {
  if (counts.length === 0 && bounds.length === 0) return [];
  if (counts.length !== bounds.length + 1 || bounds.length > MAX_BUCKETS) return undefined;
  const first = bounds[0] ?? 0;
  const last = bounds.at(-1) ?? 0;
  const buckets: number[] = [];
  // The outermost buckets are open. Their ends are the minimum and the maximum, if these are known.
  let lower = Math.min(min ?? Math.min(first, 0), first);
  for (const [index, count] of counts.entries()) {
    const upper = bounds[index] ?? Math.max(max ?? last, last);
    if (!(count >= 0) || !(upper >= lower)) return undefined;
    if (count > 0) buckets.push(lower, upper, count);
    lower = upper;
  }
  return buckets;
}

/** Bucket `i` has the values above base^i, up to base^(i+1), where base = 2^(2^-scale). */
function exponentialOf({ scale = 0, zeroCount = 0, positive, negative }: DataPoint): number[] | undefined {
  if (!(zeroCount >= 0) || !isValid(positive) || !isValid(negative)) return undefined;
  const bound = (index: number): number => Math.min(2 ** (index * 2 ** -scale), Number.MAX_VALUE);
  const buckets: number[] = [];
  const add = (lower: number, upper: number, count: number): void => {
    if (count > 0) buckets.push(lower, upper, count);
  };
  for (let i = (negative?.counts.length ?? 0) - 1; negative && i >= 0; i -= 1) {
    const index = negative.offset + i;
    add(-bound(index + 1), -bound(index), negative.counts[i] as number);
  }
  add(0, 0, zeroCount);
  for (let i = 0; positive && i < positive.counts.length; i += 1) {
    const index = positive.offset + i;
    add(bound(index), bound(index + 1), positive.counts[i] as number);
  }
  return buckets;
}

function isValid(buckets: IndexedBuckets | undefined): boolean {
  return buckets === undefined || (buckets.counts.length <= MAX_BUCKETS && buckets.counts.every((count) => count >= 0));
}

/** Returns the number of values of a distribution. */
export function countValues(buckets: Buckets): number {
  let total = 0;
  for (let i = 2; i < buckets.length; i += 3) total += buckets[i] as number;
  return total;
}

/**
 * Estimates a percentile, on the assumption that values are distributed evenly within a bucket. The result is limited to the
 * range from `min` to `max`.
 * @param total result of `countValues`, above zero
 */
export function estimatePercentile(
  buckets: Buckets,
  total: number,
  percent: number,
  min = -Infinity,
  max = Infinity,
): number {
  const wanted = (total * percent) / 100;
  let below = 0;
  let value = 0;
  for (let i = 0; i < buckets.length; i += 3) {
    const [lower, upper, count] = [buckets[i] as number, buckets[i + 1] as number, buckets[i + 2] as number];
    if (count <= 0) continue;
    value = lower + (upper - lower) * Math.min(1, (wanted - below) / count);
    below += count;
    if (below >= wanted) break;
  }
  return Math.min(Math.max(value, min), max);
}

/**
 * Estimates the values of a distribution with a single non-empty bucket as their mean, which is exact if they are equal. Returns
 * undefined if there are several buckets. Only use it for narrow buckets, because values of a wide one may differ much.
 * @param sum of the values, or NaN if it is not known
 */
export function singleBucketValue(buckets: Buckets, sum: number): number | undefined {
  let found: number | undefined;
  for (let i = 0; i < buckets.length; i += 3) {
    const [lower, upper, count] = [buckets[i] as number, buckets[i + 1] as number, buckets[i + 2] as number];
    if (count <= 0) continue;
    if (found !== undefined || !Number.isFinite(sum)) return undefined;
    found = Math.min(Math.max(sum / count, lower), upper);
  }
  return found;
}

/**
 * Returns the distribution of the values since an earlier state, or undefined if the later state does not include the earlier one.
 * Buckets may have been merged meanwhile, as exponential histograms do to save space. Bounds can be compared exactly, because
 * merging keeps every second bound.
 */
export function bucketsSince(earlier: Buckets, later: Buckets): Buckets | undefined {
  const rest = Float64Array.from(later);
  let i = 0;
  for (let e = 0; e < earlier.length; e += 3) {
    const [lower, upper, count] = [earlier[e] as number, earlier[e + 1] as number, earlier[e + 2] as number];
    while (i < rest.length && !(lower >= (rest[i] as number) && upper <= (rest[i + 1] as number))) i += 3;
    const left = (rest[i + 2] ?? -1) - count;
    if (left < 0) return undefined;
    rest[i + 2] = left;
  }
  return rest;
}
