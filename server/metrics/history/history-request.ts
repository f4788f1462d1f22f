import type { TimeWindow } from '../../../wire/range.js';
import type { Aggregate } from '../query/aggregate.js';
import type { Buckets } from '../query/buckets.js';

/** What a series amounts to in one bucket. A bucket without points has no cell. */
export interface BucketValue {
  /** Position of the series in the request. */
  readonly column: number;
  /** Position of the bucket in the request. */
  readonly bucket: number;
  /** Start of the bucket, in ms. */
  readonly time: number;
  readonly value: number;
}

export interface BucketValuesRequest {
  /** Ids of the series. */
  readonly series: readonly number[];
  readonly aggregate: Aggregate;
  readonly buckets: Buckets;
  /** Nothing but the points of this part of time counts, both ends included. */
  readonly within?: TimeWindow | undefined;
}

export interface TotalsRequest {
  readonly series: readonly number[];
  readonly aggregate: Aggregate;
  /** The points from here until before there count, in microseconds. */
  readonly from: number;
  readonly until: number;
}
