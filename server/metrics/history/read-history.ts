import type { JobContext } from '../../database/job.js';
import type { BucketValue, BucketValuesRequest, TotalsRequest } from './history-request.js';
import { bucketValuesOf, totalsOf } from './aggregate-history.js';
import { readCutoffs, StoredHistory } from './stored-history.js';

/** What each series amounts to in each bucket, in the order of the series, then of time. */
export function readBucketValues(context: JobContext, request: BucketValuesRequest): BucketValue[] {
  return bucketValuesOf(request, readCutoffs(context), (id) => new StoredHistory(context, id));
}

/** One number a series, in their order: null where it has no points in that time (but a count of 0). */
export function readTotals(context: JobContext, request: TotalsRequest): (number | null)[] {
  return totalsOf(request, readCutoffs(context), (id) => new StoredHistory(context, id));
}
