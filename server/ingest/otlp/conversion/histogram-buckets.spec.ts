import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toBuckets, estimatePercentile, bucketsSince, singleBucketValue, countValues } from './histogram-buckets.js';
import { type DataPoint, emptyPoint, type IndexedBuckets } from '../decoding/otlp-data.js';

/** Returns the exponential histogram of the values that an SDK would create at this scale. */
function exponentialOf(values: readonly number[], scale: number): DataPoint {
  const indexes = (sign: number): number[] =>
    values.filter((value) => value * sign > 0).map((value) => Math.ceil(Math.log2(Math.abs(value)) * 2 ** scale) - 1);
  const buckets = (found: readonly number[]): IndexedBuckets | undefined => {
    if (found.length === 0) return undefined;
    const offset = Math.min(...found);
    const counts = Array.from({ length: Math.max(...found) - offset + 1 }, () => 0);
    for (const index of found) counts[index - offset] = (counts[index - offset] as number) + 1;
    return { offset, counts };
  };
  const zeroCount = values.filter((value) => value === 0).length;
  return { ...emptyPoint(), scale, zeroCount, positive: buckets(indexes(1)), negative: buckets(indexes(-1)) };
}

function explicitOf(values: readonly number[], bounds: number[]): DataPoint {
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  for (const value of values) {
    const found = bounds.findIndex((bound) => value <= bound);
    const index = found < 0 ? bounds.length : found;
    counts[index] = (counts[index] as number) + 1;
  }
  return { ...emptyPoint(), bounds, counts, min: Math.min(...values), max: Math.max(...values) };
}

const someValues = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 50 });
const BOUNDS = [-500, -100, 0, 1, 10, 100, 500];

/** Returns the exact percentile by the nearest-rank method. */
function exact(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] as number;
}

describe('bucketsOf', () => {
  it.each([
    ['counts below zero', { counts: [1, -1], bounds: [1] }],
    ['an invalid count', { counts: [1, NaN], bounds: [1] }],
    ['descending bounds', { counts: [1, 1, 1], bounds: [2, 1] }],
    ['an infinite bound', { counts: [1, 1], bounds: [Infinity] }],
    ['more counts than bounds', { counts: [1, 1, 1], bounds: [1] }],
    [
      'too many',
      { counts: Array.from({ length: 1_026 }, () => 1), bounds: Array.from({ length: 1_025 }, (_, i) => i) },
    ],
  ])('is undefined for %s', (_what, point) => {
    expect(toBuckets('histogram', { ...emptyPoint(), ...point })).toBeUndefined();
  });

  it.each([
    ['a count below zero', { positive: { offset: 0, counts: [-1] } }],
    ['an invalid zero count', { zeroCount: NaN }],
    ['too many', { negative: { offset: 0, counts: Array.from({ length: 1_025 }, () => 1) } }],
  ])('is undefined for an exponential histogram with %s', (_what, point) => {
    expect(toBuckets('exponentialHistogram', { ...emptyPoint(), ...point })).toBeUndefined();
  });

  it('stays finite at any scale', () => {
    const positive = { offset: 2 ** 31 - 1, counts: [1] };
    expect(toBuckets('exponentialHistogram', { ...emptyPoint(), scale: -10, positive })).toEqual([
      Number.MAX_VALUE,
      Number.MAX_VALUE,
      1,
    ]);
  });
});

describe('percentileOf', () => {
  it('is within the bucket of the exact percentile', () => {
    fc.assert(
      fc.property(someValues, fc.constantFrom(50, 95, 99), (values, percent) => {
        const { min, max, ...point } = explicitOf(values, BOUNDS);
        const buckets = toBuckets('histogram', { ...point, min, max }) as number[];
        const estimate = estimatePercentile(buckets, countValues(buckets), percent, min, max);
        const value = exact(values, percent);
        const upper = BOUNDS.find((bound) => value <= bound) ?? Infinity;
        const lower = BOUNDS.findLast((bound) => bound < value) ?? -Infinity;
        expect(estimate).toBeGreaterThanOrEqual(Math.max(lower, min ?? NaN));
        expect(estimate).toBeLessThanOrEqual(Math.min(upper, max ?? NaN));
      }),
    );
  });

  it('ignores empty buckets', () => {
    const buckets = [0, 1, 0, 5, 6, 2, 9, 10, 0];
    expect([0, 50, 100].map((percent) => estimatePercentile(buckets, 2, percent))).toEqual([5, 5.5, 6]);
  });

  it('is close to the exact percentile if buckets are narrow', () => {
    fc.assert(
      fc.property(someValues, fc.constantFrom(50, 95, 99), fc.integer({ min: 3, max: 6 }), (values, percent, scale) => {
        const buckets = toBuckets('exponentialHistogram', exponentialOf(values, scale)) as number[];
        expect(countValues(buckets)).toBe(values.length);
        const value = exact(values, percent);
        const width = Math.abs(value) * (2 ** (2 ** -scale) - 1) * 1.01;
        expect(Math.abs(estimatePercentile(buckets, values.length, percent) - value)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('soleValueOf', () => {
  it('is the value itself if all values are equal, at any scale', () => {
    const value = fc.oneof(
      fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      fc.double({ min: -1e9, max: -1e-9, noNaN: true }),
      fc.constant(0),
    );
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: -3, max: 8 }), (of, count, scale) => {
        const values = Array.from({ length: count }, () => of);
        const buckets = toBuckets('exponentialHistogram', exponentialOf(values, scale)) as number[];
        const sum = values.reduce((total, each) => total + each, 0);
        expect(Math.abs((singleBucketValue(buckets, sum) ?? NaN) - of)).toBeLessThanOrEqual(Math.abs(of) * 1e-9);
      }),
    );
  });

  it('is undefined with several buckets, no bucket or no sum', () => {
    expect(singleBucketValue([1, 2, 3, 2, 4, 1], 8)).toBeUndefined();
    expect(singleBucketValue([1, 2, 0], 8)).toBeUndefined();
    expect(singleBucketValue([1, 2, 3], NaN)).toBeUndefined();
    expect(singleBucketValue([1, 2, 3, 2, 4, 0], 4.5)).toBe(1.5);
  });

  it('is within its bucket for any sum', () => {
    expect([singleBucketValue([1, 2, 3], 1e9), singleBucketValue([1, 2, 3], -1)]).toEqual([2, 1]);
  });
});

describe('bucketsSince', () => {
  it('returns the values between two exports, even if buckets were merged in the meantime', () => {
    const scales = fc.tuple(fc.integer({ min: -2, max: 3 }), fc.nat(2));
    fc.assert(
      fc.property(someValues, someValues, scales, (before, between, [scale, finer]) => {
        const earlier = toBuckets('exponentialHistogram', exponentialOf(before, scale + finer)) as number[];
        const later = toBuckets('exponentialHistogram', exponentialOf([...before, ...between], scale)) as number[];
        const alone = toBuckets('exponentialHistogram', exponentialOf(between, scale)) as number[];
        const difference = bucketsSince(earlier, later) ?? [];
        for (const percent of [50, 95, 99]) {
          expect(estimatePercentile(difference, countValues(difference), percent)).toBeCloseTo(
            estimatePercentile(alone, countValues(alone), percent),
          );
        }
        expect(countValues(difference)).toBe(between.length);
      }),
    );
  });

  it('returns the values between two exports with explicit buckets, even if the minimum and maximum changed', () => {
    fc.assert(
      fc.property(someValues, someValues, (before, between) => {
        const earlier = toBuckets('histogram', explicitOf(before, BOUNDS)) as number[];
        const later = toBuckets('histogram', explicitOf([...before, ...between], BOUNDS)) as number[];
        expect(countValues(bucketsSince(earlier, later) ?? [])).toBe(between.length);
      }),
    );
  });

  it('returns undefined if a count decreased or the buckets differ', () => {
    expect(bucketsSince([0, 1, 5], [0, 1, 4])).toBeUndefined();
    expect(bucketsSince([0, 1, 5, 1, 2, 1], [0, 1, 6])).toBeUndefined();
    expect(bucketsSince([0, 3, 5], [0, 2, 9, 2, 4, 9])).toBeUndefined();
    expect(bucketsSince([], [0, 1, 4])).toEqual(Float64Array.of(0, 1, 4));
  });
});
