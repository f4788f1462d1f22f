import type { TimeWindow } from '../../../wire/range.js';
import type { Aggregate } from '../query/aggregate.js';
import type { Buckets } from '../query/buckets.js';

/** The value of a series in one bucket. A bucket without points has none. */
export interface BucketValue {
  /** Index of the series in the request. */
  readonly column: number;
  /** Index of the bucket in the request. */
  readonly bucket: number;
  /** Start of the bucket. */
  readonly timeMs: number;
  readonly value: number;
}

export interface BucketValuesRequest {
  /** Ids of the series. */
  readonly series: readonly number[];
  readonly aggregate: Aggregate;
  readonly buckets: Buckets;
  /** Only points in this time count, both ends included. */
  readonly within?: TimeWindow | undefined;
}

export interface TotalsRequest {
  /** Ids of the series. */
  readonly series: readonly number[];
  readonly aggregate: Aggregate;
  /** The first time of points that count. */
  readonly fromUs: number;
  /** The exclusive end. */
  readonly untilUs: number;
}
