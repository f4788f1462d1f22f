import {
  anyValueAt,
  attributesOf,
  numberAt,
  objectAt,
  objects,
  readJsonRequest,
  textAt,
  timeAt,
} from './json-values.js';
import type { LogVisitor } from '../otlp-data.js';
import { textOf } from './proto-values.js';

/**
 * Reads an `ExportLogsServiceRequest` in JSON.
 * @throws JobError 400 if it is none.
 */
export function readJsonLogs(body: Uint8Array, visitor: LogVisitor): void {
  for (const resourceLogs of objects(readJsonRequest(body, 'ExportLogsServiceRequest'), 'resourceLogs')) {
    visitor.resource(attributesOf(objectAt(resourceLogs, 'resource')));
    for (const scope of objects(resourceLogs, 'scopeLogs')) {
      for (const record of objects(scope, 'logRecords')) {
        visitor.record({
          at: timeAt(record, 'timeUnixNano'),
          observedAt: timeAt(record, 'observedTimeUnixNano'),
          severity: numberAt(record, 'severityNumber') ?? 0,
          severityText: textAt(record, 'severityText'),
          body: textOf(anyValueAt(record, 'body')),
          eventName: textAt(record, 'eventName'),
          attributes: attributesOf(record),
        });
      }
    }
  }
}

/**
 * How many spans an `ExportTraceServiceRequest` in JSON holds.
 * @throws JobError 400 if it is none.
 */
export function countJsonSpans(body: Uint8Array): number {
  let spans = 0;
  for (const resourceSpans of objects(readJsonRequest(body, 'ExportTraceServiceRequest'), 'resourceSpans')) {
    for (const scope of objects(resourceSpans, 'scopeSpans')) spans += objects(scope, 'spans').length;
  }
  return spans;
}
