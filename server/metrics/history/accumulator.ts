import type { Aggregate } from '../query/aggregate.js';
import type { Statistic, StatisticColumns, SketchColumns } from './encoding/rollup-codec.js';
import { toBin, nearestRank, binValue } from './sketch.js';

/** The buckets of a rollup row, decoded as far as the aggregate needs them. */
export interface DecodedBuckets {
  readonly statistics: StatisticColumns;
  readonly sketches?: SketchColumns | undefined;
  /** The index of the first bin of each bucket. */
  readonly firstBins?: Float64Array | undefined;
}

/** Aggregates the points and rollups of one bucket at a time. They are added in the order of time. */
export interface Accumulator {
  /** The statistics that it reads from rollups. */
  readonly statistics: readonly Statistic[];
  /** Whether it needs `min` and `max` of narrow buckets; see `decodeStatistics`. */
  readonly needsBounds?: boolean;
  readonly needsSketches: boolean;
  addPoints(values: Float64Array, first: number, end: number): void;
  addBuckets(buckets: DecodedBuckets, first: number, end: number): void;
  /** Returns the result, undefined without points, and resets the accumulator for the next bucket. */
  take(): number | undefined;
}

const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

export function createAccumulator(aggregate: Aggregate): Accumulator {
  switch (aggregate) {
    case 'avg':
      return new MeanAccumulator();
    case 'min':
      return new ReducingAccumulator('min', Math.min);
    case 'max':
      return new ReducingAccumulator('max', Math.max);
    case 'sum':
      return new ReducingAccumulator('sum', (sum, value) => sum + value);
    case 'last':
      return new ReducingAccumulator('last', (_, value) => value);
    case 'count':
      return new CountAccumulator();
    default:
      return new QuantileAccumulator(QUANTILES[aggregate]);
  }
}

/** An aggregate that can be computed from the same statistic of rollup buckets. */
class ReducingAccumulator implements Accumulator {
  readonly statistics;
  readonly needsSketches = false;
  private readonly statistic: Statistic;
  private readonly combine: (soFar: number, value: number) => number;
  private value: number | undefined;

  constructor(statistic: Statistic, combine: (soFar: number, value: number) => number) {
    this.statistic = statistic;
    this.statistics = [statistic];
    this.combine = combine;
  }

  addPoints(values: Float64Array, first: number, end: number): void {
    let index = first;
    let value: number = this.value ?? (values[index++] as number);
    for (; index < end; index += 1) value = this.combine(value, values[index] as number);
    this.value = value;
  }

  addBuckets({ statistics }: DecodedBuckets, first: number, end: number): void {
    this.addPoints(statistics[this.statistic], first, end);
  }

  take(): number | undefined {
    const { value } = this;
    this.value = undefined;
    return value;
  }
}

class CountAccumulator implements Accumulator {
  readonly statistics = ['count'] as const;
  readonly needsSketches = false;
  private count = 0;

  addPoints(_values: Float64Array, first: number, end: number): void {
    this.count += end - first;
  }

  addBuckets({ statistics: { count } }: DecodedBuckets, first: number, end: number): void {
    for (let index = first; index < end; index += 1) this.count += count[index] as number;
  }

  take(): number | undefined {
    const { count } = this;
    this.count = 0;
    return count === 0 ? undefined : count;
  }
}

/** The mean, limited to the range of the values: rounding of large sums could leave it, and the mean of equal values is that value. */
class MeanAccumulator implements Accumulator {
  readonly statistics = ['count', 'sum'] as const;
  readonly needsBounds = true;
  readonly needsSketches = false;
  private count = 0;
  private sum = 0;
  private low = Infinity;
  private high = -Infinity;

  addPoints(values: Float64Array, first: number, end: number): void {
    this.count += end - first;
    for (let index = first; index < end; index += 1) {
      const value = values[index] as number;
      this.sum += value;
      if (value < this.low) this.low = value;
      if (value > this.high) this.high = value;
    }
  }

  addBuckets({ statistics: { count, sum, min, max } }: DecodedBuckets, first: number, end: number): void {
    for (let index = first; index < end; index += 1) {
      this.count += count[index] as number;
      this.sum += sum[index] as number;
      // Bounds are left out only if rounding cannot matter.
      this.low = Math.min(this.low, min[index] ?? -Infinity);
      this.high = Math.max(this.high, max[index] ?? Infinity);
    }
  }

  take(): number | undefined {
    const { count, sum, low, high } = this;
    this.count = 0;
    this.sum = 0;
    this.low = Infinity;
    this.high = -Infinity;
    return count === 0 ? undefined : Math.min(Math.max(sum / count, low), high);
  }
}

/** A percentile: exact if all points are raw, else within the accuracy of the sketches. */
class QuantileAccumulator implements Accumulator {
  readonly statistics = [] as const;
  readonly needsSketches = true;
  private readonly quantile: number;
  private readonly values = new NumberBuffer();
  private readonly binCounter = new BinCounter();

  constructor(quantile: number) {
    this.quantile = quantile;
  }

  addPoints(values: Float64Array, first: number, end: number): void {
    for (let index = first; index < end; index += 1) this.values.push(values[index] as number);
  }

  addBuckets({ sketches, firstBins }: DecodedBuckets, first: number, end: number): void {
    if (!sketches || !firstBins) return;
    const { bins, counts } = sketches;
    for (let index = firstBins[first] as number; index < (firstBins[end] as number); index += 1) {
      this.binCounter.add(bins[index] as number, counts[index] as number);
    }
  }

  take(): number | undefined {
    const sorted = this.values.takeSorted();
    if (this.binCounter.isEmpty) return sorted[nearestRank(this.quantile, sorted.length) - 1];
    for (const value of sorted) this.binCounter.add(toBin(value), 1);
    return binValue(this.binCounter.take(this.quantile));
  }
}

/** Counts the values in each bin of many sketches. The bins between the smallest and the largest are usually few. */
class BinCounter {
  private readonly bins = new NumberBuffer();
  private readonly counts = new NumberBuffer();
  private low = Infinity;
  private high = -Infinity;

  get isEmpty(): boolean {
    return this.bins.isEmpty;
  }

  add(bin: number, count: number): void {
    this.bins.push(bin);
    this.counts.push(count);
    if (bin < this.low) this.low = bin;
    if (bin > this.high) this.high = bin;
  }

  /** Returns the bin that contains the quantile, and resets the counter. */
  take(quantile: number): number {
    const { low, high } = this;
    const bins = this.bins.take();
    const counts = this.counts.take();
    this.low = Infinity;
    this.high = -Infinity;
    const totals = new Float64Array(high - low + 1);
    let all = 0;
    for (let index = 0; index < bins.length; index += 1) {
      const count = counts[index] as number;
      const position = (bins[index] as number) - low;
      totals[position] = (totals[position] as number) + count;
      all += count;
    }
    let remaining = nearestRank(quantile, all);
    return low + totals.findIndex((count) => (remaining -= count) <= 0);
  }
}

/** Up to this many numbers, insertion sort is faster than the built-in sort. */
const INSERTION_SORT_MAX = 64;

/** A growing list of numbers whose memory is reused. */
class NumberBuffer {
  private numbers = new Float64Array(256);
  private length = 0;

  get isEmpty(): boolean {
    return this.length === 0;
  }

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.numbers);
      this.numbers = grown;
    }
    this.numbers[this.length++] = number;
  }

  /** Returns all numbers, valid until the next push, and empties the buffer. */
  take(): Float64Array {
    const numbers = this.numbers.subarray(0, this.length);
    this.length = 0;
    return numbers;
  }

  /** Returns all numbers in ascending order, valid until the next push, and empties the buffer. */
  takeSorted(): Float64Array {
    const numbers = this.take();
    return numbers.length > INSERTION_SORT_MAX ? numbers.sort() : insertionSort(numbers);
  }
}

function insertionSort(numbers: Float64Array): Float64Array {
  for (let index = 1; index < numbers.length; index += 1) {
    const number = numbers[index] as number;
    let position = index;
    for (; position > 0 && (numbers[position - 1] as number) > number; position -= 1) {
      numbers[position] = numbers[position - 1] as number;
    }
    numbers[position] = number;
  }
  return numbers;
}
