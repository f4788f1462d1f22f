import {
  BYTES,
  eachField,
  eachMessage,
  readEnd,
  FIXED64,
  type Reader,
  readFixed64,
  readMessage,
  readText,
  tagOf,
  VARINT,
} from '../../protobuf.js';
import { emptyRecord, type LogRecord, type LogVisitor, nanosToUs } from './otlp-data.js';
import { addAttribute, readAnyValue, readExport, attributeText } from './proto-values.js';

/**
 * Reads an `ExportLogsServiceRequest` (logs.proto), one record at a time.
 * @throws JobError 400 if the body is not such a message
 */
export function readProtoLogs(body: Uint8Array, visitor: LogVisitor): void {
  readExport(body, 'ExportLogsServiceRequest', visitor, (reader, end) => {
    visitor.record(readRecord(reader, end));
  });
}

/**
 * Counts the spans of an `ExportTraceServiceRequest` (trace.proto).
 * @throws JobError 400 if the body is not such a message
 */
export function countProtoSpans(body: Uint8Array): number {
  let spans = 0;
  readMessage(body, 'ExportTraceServiceRequest', (reader, end) => {
    eachMessage(reader, end, 1, (resourceEnd) => {
      eachMessage(reader, resourceEnd, 2, (scopeEnd) => {
        eachMessage(reader, scopeEnd, 2, (spanEnd) => {
          spans += 1;
          reader.pos = spanEnd;
        });
      });
    });
  });
  return spans;
}

function readRecord(reader: Reader, end: number): LogRecord {
  const record = emptyRecord();
  eachField(reader, end, (tag) => {
    if (tag === tagOf(1, FIXED64)) record.atUs = nanosToUs(readFixed64(reader));
    else if (tag === tagOf(2, VARINT)) record.severity = reader.int32();
    else if (tag === tagOf(3, BYTES)) record.severityText = readText(reader);
    else if (tag === tagOf(5, BYTES)) record.body = attributeText(readAnyValue(reader, readEnd(reader)));
    else if (tag === tagOf(6, BYTES)) addAttribute(reader, readEnd(reader), record.attributes);
    else if (tag === tagOf(11, FIXED64)) record.observedAtUs = nanosToUs(readFixed64(reader));
    else if (tag === tagOf(12, BYTES)) record.eventName = readText(reader);
    else return false;
    return true;
  });
  return record;
}
