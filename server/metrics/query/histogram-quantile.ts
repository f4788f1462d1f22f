import type { Tags } from '../../../wire/schemas/frame.js';
import { canonicalTags } from '../../common/tags.js';
import type { GridSeries } from './series-grid.js';
import { pickTags } from './group.js';

/** The suffix of the buckets of a classic histogram, and the tag with their upper bounds. */
const SUFFIX = '_bucket';
export const BOUND_TAG = 'le';

/** A bucket of a classic histogram: how many observations were at most the upper bound. */
export interface HistogramBucket {
  readonly upperBound: number;
  readonly count: number;
}

/** Histograms that are added up: the increase of each bucket, by upper bound. */
interface BucketGroup {
  readonly name: string;
  readonly tags: Tags;
  readonly bounds: Map<number, Float64Array>;
}

/** Returns the key of the buckets of a histogram. The suffix may be present already. */
export function toBucketKey(key: string): string {
  return isBucketKey(key) ? key : `${key}${SUFFIX}`;
}

export function isBucketKey(key: string): boolean {
  return key.endsWith(SUFFIX);
}

/** Parses the upper bound in a tag `le`, as Prometheus does; undefined if it is invalid. */
export function parseUpperBound(le: string | undefined): number | undefined {
  if (le === undefined) return undefined;
  if (/^\+?inf(inity)?$/i.test(le)) return Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(le) ? Number(le) : undefined;
}

/**
 * The quantile of a classic histogram, by the rules of Prometheus' `histogram_quantile`
 * (https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile): linear within its
 * bucket. The lowest bucket begins at 0 if its upper bound is above 0, else the quantile is that bound. In the bucket `+Inf` it is the
 * upper bound of the bucket before. Buckets with the same bound count together, and a count below that of a lower bucket is
 * taken to be equal to it. A quantile of 0 is the lower bound of the first bucket with observations.
 *
 * @param quantile from 0 to 1
 * @param buckets in any order
 * @returns NaN without observations, without a bucket `+Inf`, or without another one
 */
export function histogramQuantile(quantile: number, buckets: readonly HistogramBucket[]): number {
  const sorted = toCumulative(buckets);
  const highest = sorted.at(-1);
  const secondHighest = sorted.at(-2);
  if (highest?.upperBound !== Infinity || !secondHighest || highest.count <= 0) return NaN;
  const rank = quantile * highest.count;
  const index = sorted.findIndex(({ count }) => count > 0 && count >= rank);
  const bucket = sorted[index];
  if (!bucket || bucket === highest) return secondHighest.upperBound;
  const below = sorted[index - 1];
  if (!below && bucket.upperBound <= 0) return bucket.upperBound;
  const from = below ?? { upperBound: 0, count: 0 };
  const part = (rank - from.count) / (bucket.count - from.count);
  return from.upperBound + (bucket.upperBound - from.upperBound) * part;
}

/**
 * The quantile of each group of histograms over time.
 *
 * @param series a bucket each: how much its counter has grown in each part of time
 * @param by a group for each combination of these tags' values; the buckets within it that have the same bound are added up
 */
export function computeQuantiles(series: readonly GridSeries[], by: readonly string[], quantile: number): GridSeries[] {
  const groups = new Map<string, BucketGroup>();
  for (const { name, tags, values } of series) {
    const upperBound = parseUpperBound(tags[BOUND_TAG]);
    if (upperBound === undefined) continue;
    const groupTags = pickTags(tags, by);
    const key = `${name} ${canonicalTags(groupTags)}`;
    const known = groups.get(key);
    const group: BucketGroup = known ?? { name: name.slice(0, -SUFFIX.length), tags: groupTags, bounds: new Map() };
    const sum = group.bounds.get(upperBound);
    group.bounds.set(upperBound, sum ? addCounts(sum, values) : values);
    groups.set(key, group);
  }
  const length = series[0]?.values.length ?? 0;
  return Array.from(groups.values(), ({ name, tags, bounds }) => {
    const values = Float64Array.from({ length }, (_, index) => {
      const buckets = Array.from(bounds, ([upperBound, counts]) => ({ upperBound, count: counts[index] as number }));
      return histogramQuantile(
        quantile,
        buckets.filter(({ count }) => !Number.isNaN(count)),
      );
    });
    return { name, tags, unit: undefined, values };
  });
}

/** NaN only where both are. */
function addCounts(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, index) => {
    const other = b[index] as number;
    return Number.isNaN(value) ? other : Number.isNaN(other) ? value : value + other;
  });
}

/** Returns a message if no quantile can be computed from these series; undefined if one can. */
export function histogramProblem(series: readonly Pick<GridSeries, 'tags'>[]): string | undefined {
  if (series.length === 0) return undefined;
  const bounds = series.map(({ tags }) => parseUpperBound(tags[BOUND_TAG]));
  if (bounds.every((bound) => bound === undefined)) {
    return `No series is a bucket of a histogram: a quantile needs series whose tag ${BOUND_TAG} is an upper bound.`;
  }
  if (bounds.includes(Infinity)) return undefined;
  return `The histogram has no bucket ${BOUND_TAG}="+Inf", so no quantile can be computed.`;
}

/** Sorted by upper bound, each bound once, never falling. */
function toCumulative(buckets: readonly HistogramBucket[]): HistogramBucket[] {
  const result: { upperBound: number; count: number }[] = [];
  for (const { upperBound, count } of buckets.toSorted((a, b) => a.upperBound - b.upperBound)) {
    const last = result.at(-1);
    if (last?.upperBound === upperBound) last.count += count;
    else result.push({ upperBound, count });
  }
  let highest = 0;
  for (const bucket of result) bucket.count = highest = Math.max(highest, bucket.count);
  return result;
}
