import type { JobContext } from '../../../database/job.js';
import type { EncodedPoints } from '../../../metrics/metrics.service.js';
import { countJsonSpans, readJsonLogs } from '../decoding/json-logs.js';
import { readJsonMetrics } from '../decoding/json-metrics.js';
import { type DecodedLogs, LogEvents } from './log-events.js';
import { type DecodedMetrics, MetricPoints } from './metric-points.js';
import { countProtoSpans, readProtoLogs } from '../decoding/proto-logs.js';
import { readProtoMetrics } from '../decoding/proto-metrics.js';

/** The body of a request. `isJson`: whether it is in protobuf's JSON mapping. */
export interface EncodedExport extends EncodedPoints {
  readonly isJson: boolean;
}

function metrics(context: JobContext, { body, nowUs, oldestUs, isJson }: EncodedExport): DecodedMetrics {
  const points = new MetricPoints(nowUs, oldestUs);
  (isJson ? readJsonMetrics : readProtoMetrics)(body, points);
  return points.pack(context);
}

function logs(_context: JobContext, { body, nowUs, isJson }: EncodedExport): DecodedLogs {
  const events = new LogEvents(nowUs);
  (isJson ? readJsonLogs : readProtoLogs)(body, events);
  return events.decoded();
}

/** Returns the number of spans. */
function spans(_context: JobContext, { body, isJson }: Omit<EncodedExport, 'nowUs'>): number {
  return (isJson ? countJsonSpans : countProtoSpans)(body);
}

export const jobs = { metrics, logs, spans };
