import type { JobContext } from '../../../database/job.js';
import {
  jobs as metricJobs,
  type WriteRequest,
  type WriteResult,
} from '../../../metrics/storage/write-points.worker.js';
import { jobs as recordJobs, type StoreBatchRequest } from '../../records/record-batch.worker.js';

export interface StoreWebhookRequest {
  readonly points: WriteRequest;
  readonly records: StoreBatchRequest;
}

export interface StoredWebhook {
  readonly points: WriteResult;
  /** For each event, whether it was stored. */
  readonly events: readonly boolean[];
}

/** Stores the metrics, statuses and events of a webhook together, so that a retry stores nothing twice. */
function store(context: JobContext, { points, records }: StoreWebhookRequest): StoredWebhook {
  return { points: metricJobs.writePoints(context, points), events: recordJobs.store(context, records) };
}

export const jobs = { store };
