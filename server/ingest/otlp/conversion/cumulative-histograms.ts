import type { JobContext } from '../../../database/job.js';

/** A decoded histogram of all values since `startUs`, without its buckets. */
export interface CumulativeHistogramHead {
  readonly key: string;
  readonly unit: string;
  readonly tags: string;
  /** 0 if not given. */
  readonly startUs: number;
  readonly atUs: number;
  readonly min?: number;
  readonly max?: number;
  /** Set if buckets are narrow enough for `singleBucketValue`. */
  readonly sum?: number;
}

/** Cumulative histograms in transferable buffers, for the main thread, which keeps the previous ones. */
export interface CumulativeHistograms {
  readonly keys: string[];
  readonly units: string[];
  readonly tags: string[];
  /** Six numbers for each histogram: startUs, atUs, min, max, sum, and the end index of its buckets. */
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
    { key, unit, tags, startUs, atUs, min = -Infinity, max = Infinity, sum = NaN }: CumulativeHistogramHead,
    buckets: readonly number[],
  ): void {
    this.keys.push(key);
    this.units.push(unit);
    this.tags.push(tags);
    for (const number of buckets) this.buckets.push(number);
    this.heads.push(startUs, atUs, min, max, sum, this.buckets.length);
  }

  pack(context: JobContext): CumulativeHistograms {
    const heads = Float64Array.from(this.heads);
    const buckets = Float64Array.from(this.buckets);
    context.transfer(heads.buffer, buckets.buffer);
    return { keys: this.keys, units: this.units, tags: this.tags, heads, buckets };
  }
}

export interface CumulativeHistogram extends Required<CumulativeHistogramHead> {
  /** A view of the buffer of all histograms. Keep only a copy of it. */
  readonly buckets: Float64Array;
}

/** Iterates over the histograms. */
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
      startUs: heads[head] as number,
      atUs: heads[head + 1] as number,
      min: heads[head + 2] as number,
      max: heads[head + 3] as number,
      sum: heads[head + 4] as number,
      buckets: buckets.subarray(begin, end),
    };
    begin = end;
  }
}
