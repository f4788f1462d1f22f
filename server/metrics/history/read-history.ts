import type { JobContext } from '../../database/job.js';
import type { BucketValue, BucketValuesRequest, TotalsRequest } from './history-request.js';
import { computeBucketValues, computeTotals } from './aggregate-history.js';
import { readCutoffs, StoredHistory } from './stored-history.js';

/** Returns the value of each series in each bucket that has points, ordered by series, then by time. */
export function readBucketValues(context: JobContext, request: BucketValuesRequest): BucketValue[] {
  return computeBucketValues(request, readCutoffs(context), (id) => new StoredHistory(context, id));
}

/** Returns one number for each series, in their order: null for a series without points in that time, but 0 for a count. */
export function readTotals(context: JobContext, request: TotalsRequest): (number | null)[] {
  return computeTotals(request, readCutoffs(context), (id) => new StoredHistory(context, id));
}
