import type { Aggregate } from '../query/aggregate.js';
import type { Statistic, StatisticColumns, SketchColumns } from './encoding/rollup-codec.js';
import { binOf, rankOf, valueOfBin } from './sketch.js';

/** Cells of a row of rollups, as far as the aggregate wants to know them. */
export interface DecodedBuckets {
  readonly statistics: StatisticColumns;
  readonly sketches?: SketchColumns | undefined;
  /** Where the bins of each cell begin. */
  readonly firstBins?: Float64Array | undefined;
}

/** Puts the points and cells of one bucket together, in the order of time. */
export interface Accumulator {
  /** What it needs of a cell. */
  readonly wanted: readonly Statistic[];
  /** Whether it needs `min` and `max` of narrow cells; see `decodeMoments`. */
  readonly bounds?: boolean;
  readonly sketches: boolean;
  addPoints(values: Float64Array, first: number, end: number): void;
  addBuckets(cells: DecodedBuckets, first: number, end: number): void;
  /** What it came to, undefined without points; and begins anew. */
  take(): number | undefined;
}

const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

export function accumulatorFor(aggregate: Aggregate): Accumulator {
  switch (aggregate) {
    case 'avg':
      return new Mean();
    case 'min':
      return new Reducer('min', Math.min);
    case 'max':
      return new Reducer('max', Math.max);
    case 'sum':
      return new Reducer('sum', (sum, value) => sum + value);
    case 'last':
      return new Reducer('last', (_, value) => value);
    case 'count':
      return new Count();
    default:
      return new Quantile(QUANTILES[aggregate]);
  }
}

/** An aggregate of which a cell's is as good as those of its points. */
class Reducer implements Accumulator {
  readonly wanted;
  readonly sketches = false;
  private readonly statistic: Statistic;
  private readonly combine: (so: number, far: number) => number;
  private value: number | undefined;

  constructor(moment: Statistic, join: (so: number, far: number) => number) {
    this.statistic = moment;
    this.wanted = [moment];
    this.combine = join;
  }

  addPoints(values: Float64Array, first: number, end: number): void {
    let index = first;
    let value: number = this.value ?? (values[index++] as number);
    for (; index < end; index += 1) value = this.combine(value, values[index] as number);
    this.value = value;
  }

  addBuckets({ statistics: moments }: DecodedBuckets, first: number, end: number): void {
    this.addPoints(moments[this.statistic], first, end);
  }

  take(): number | undefined {
    const { value } = this;
    this.value = undefined;
    return value;
  }
}

class Count implements Accumulator {
  readonly wanted = ['count'] as const;
  readonly sketches = false;
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

/** Never below the least number nor above the greatest, as sums of many may be: the mean of equal numbers is that number. */
class Mean implements Accumulator {
  readonly wanted = ['count', 'sum'] as const;
  readonly bounds = true;
  readonly sketches = false;
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
      // Without bounds they are far enough apart.
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

/** A percentile: exact as long as all points are raw, else as exact as the sketch. */
class Quantile implements Accumulator {
  readonly wanted = [] as const;
  readonly sketches = true;
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
    if (this.binCounter.isEmpty) return sorted[rankOf(this.quantile, sorted.length) - 1];
    for (const value of sorted) this.binCounter.add(binOf(value), 1);
    return valueOfBin(this.binCounter.take(this.quantile));
  }
}

/** How many numbers are in each bin, of many sketches. Few bins lie between the least and the greatest as a rule. */
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

  /** The bin that the quantile lies in; it is empty then. */
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
      const place = (bins[index] as number) - low;
      totals[place] = (totals[place] as number) + count;
      all += count;
    }
    let left = rankOf(quantile, all);
    return low + totals.findIndex((count) => (left -= count) <= 0);
  }
}

/** Up to so many are sorted faster by a loop than by the engine. */
const INSERTION_SORT_MAX = 64;

/** A list of numbers that is emptied and filled again and again. */
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

  /** All of them, good until the next push; it is empty then. */
  take(): Float64Array {
    const numbers = this.numbers.subarray(0, this.length);
    this.length = 0;
    return numbers;
  }

  /** The same in order. */
  takeSorted(): Float64Array {
    const numbers = this.take();
    return numbers.length > INSERTION_SORT_MAX ? numbers.sort() : insertionSort(numbers);
  }
}

function insertionSort(numbers: Float64Array): Float64Array {
  for (let index = 1; index < numbers.length; index += 1) {
    const number = numbers[index] as number;
    let place = index;
    for (; place > 0 && (numbers[place - 1] as number) > number; place -= 1) {
      numbers[place] = numbers[place - 1] as number;
    }
    numbers[place] = number;
  }
  return numbers;
}
