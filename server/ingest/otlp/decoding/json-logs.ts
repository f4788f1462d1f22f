import {
  anyValueAt,
  attributesAt,
  numberAt,
  objectAt,
  objectsAt,
  readJsonRequest,
  textAt,
  timeUsAt,
} from './json-values.js';
import type { LogVisitor } from './otlp-data.js';
import { attributeText } from './proto-values.js';

/**
 * Reads an `ExportLogsServiceRequest` in JSON.
 * @throws JobError 400 if the body is not such a message
 */
export function readJsonLogs(body: Uint8Array, visitor: LogVisitor): void {
  for (const resourceLogs of objectsAt(readJsonRequest(body, 'ExportLogsServiceRequest'), 'resourceLogs')) {
    visitor.resource(attributesAt(objectAt(resourceLogs, 'resource')));
    for (const scope of objectsAt(resourceLogs, 'scopeLogs')) {
      for (const record of objectsAt(scope, 'logRecords')) {
        visitor.record({
          atUs: timeUsAt(record, 'timeUnixNano'),
          observedAtUs: timeUsAt(record, 'observedTimeUnixNano'),
          severity: numberAt(record, 'severityNumber') ?? 0,
          severityText: textAt(record, 'severityText'),
          body: attributeText(anyValueAt(record, 'body')),
          eventName: textAt(record, 'eventName'),
          attributes: attributesAt(record),
        });
      }
    }
  }
}

/**
 * Counts the spans of an `ExportTraceServiceRequest` in JSON.
 * @throws JobError 400 if the body is not such a message
 */
export function countJsonSpans(body: Uint8Array): number {
  let spans = 0;
  for (const resourceSpans of objectsAt(readJsonRequest(body, 'ExportTraceServiceRequest'), 'resourceSpans')) {
    for (const scope of objectsAt(resourceSpans, 'scopeSpans')) spans += objectsAt(scope, 'spans').length;
  }
  return spans;
}
