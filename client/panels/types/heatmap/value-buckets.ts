/** An interval of values. `to` belongs to the next bucket. */
export interface Bucket {
  readonly from: number;
  readonly to: number;
}

export interface Buckets {
  /** In ascending order. */
  readonly list: readonly Bucket[];
  indexOf(value: number): number;
}

const MAX_BUCKETS = 12;

/** Smaller differences, relative to the values and absolute, are too small to compute with. */
const PRECISION = 1e-9;
const MIN_DIFFERENCE = 1e-290;

/** Returns intervals of a round length (1, 2 or 5 times a power of ten) that contain all values. */
export function valueBuckets(values: readonly number[]): Buckets {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (values.length === 0) return { list: [], indexOf: () => 0 };
  if (high / 2 - low / 2 <= Math.max(MIN_DIFFERENCE, Math.max(Math.abs(low), Math.abs(high)) * PRECISION)) {
    return { list: [{ from: low, to: high }], indexOf: () => 0 };
  }
  const step = roundStep((high / MAX_BUCKETS - low / MAX_BUCKETS) * 1.1);
  const first = Math.floor(low / step);
  const count = Math.min(MAX_BUCKETS * 2, Math.floor(high / step) - first + 1);
  return {
    list: Array.from({ length: count }, (_, index) => ({
      from: (first + index) * step,
      to: (first + index + 1) * step,
    })),
    indexOf: (value) => Math.min(count - 1, Math.max(0, Math.floor(value / step) - first)),
  };
}

/** Returns the next longer round length. */
function roundStep(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length));
  return power * ([1, 2, 5].find((factor) => factor * power >= length) ?? 10);
}
