import type { JobContext } from '../../database/job.js';

/** A histogram of all that came since `start`, as its decoder tells of it. */
export interface CumulativeHistogramHead {
  readonly key: string;
  readonly unit: string;
  readonly tags: string;
  /** Microseconds; 0: not given. */
  readonly start: number;
  readonly at: number;
  readonly min?: number;
  readonly max?: number;
  /** Where buckets are narrow enough for `soleValueOf`. */
  readonly sum?: number;
}

/** Such histograms on their way to the main thread, where the ones before are remembered: numbers in moved buffers. */
export interface CumulativeHistograms {
  readonly keys: string[];
  readonly units: string[];
  readonly tags: string[];
  /** Six numbers each: start, at, min, max, sum, and where its buckets end. */
  readonly heads: Float64Array;
  readonly buckets: Float64Array;
}

const HEAD_LENGTH = 6;

/** Collects the cumulative histograms of a request. */
export class CumulativeHistogramList {
  private readonly keys: string[] = [];
  private readonly units: string[] = [];
  private readonly tags: string[] = [];
  private readonly heads: number[] = [];
  private readonly buckets: number[] = [];

  add(
    { key, unit, tags, start, at, min = -Infinity, max = Infinity, sum = NaN }: CumulativeHistogramHead,
    buckets: readonly number[],
  ): void {
    this.keys.push(key);
    this.units.push(unit);
    this.tags.push(tags);
    for (const number of buckets) this.buckets.push(number);
    this.heads.push(start, at, min, max, sum, this.buckets.length);
  }

  pack(context: JobContext): CumulativeHistograms {
    const heads = Float64Array.from(this.heads);
    const buckets = Float64Array.from(this.buckets);
    context.transfer(heads.buffer, buckets.buffer);
    return { keys: this.keys, units: this.units, tags: this.tags, heads, buckets };
  }
}

export interface CumulativeHistogram extends Required<CumulativeHistogramHead> {
  /** A part of what was sent: only a copy of it may be kept. */
  readonly buckets: Float64Array;
}

/** The histograms, one by one. */
export function* eachHistogram({
  keys,
  units,
  tags,
  heads,
  buckets,
}: CumulativeHistograms): Generator<CumulativeHistogram> {
  let begin = 0;
  for (const [index, key] of keys.entries()) {
    const head = index * HEAD_LENGTH;
    const end = heads[head + 5] as number;
    yield {
      key,
      unit: units[index] as string,
      tags: tags[index] as string,
      start: heads[head] as number,
      at: heads[head + 1] as number,
      min: heads[head + 2] as number,
      max: heads[head + 3] as number,
      sum: heads[head + 4] as number,
      buckets: buckets.subarray(begin, end),
    };
    begin = end;
  }
}
