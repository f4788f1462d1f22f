import { describe, expect, it } from '@jest/globals';
import {
  stringAttribute,
  encodeMessage,
  type Encoding,
  ENCODINGS,
  type Json,
} from '../../../../test/fixtures/otlp-proto.js';
import { jobs } from '../conversion/otlp.worker.js';

const NOW_US = 1_700_000_000_000_000;
const NANOS = '1700000000000000000';
const thread = { transfer: () => undefined } as never;

function decodeLog(encoding: Encoding, record: Json) {
  const message = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
  const body = encodeMessage(encoding, 'ExportLogsServiceRequest', message);
  return jobs.logs(thread, { body, nowUs: NOW_US, isJson: encoding === 'JSON' });
}

describe.each(ENCODINGS)('logs in %s', (encoding) => {
  it.each([
    [{ severityNumber: 4 }, 'info'],
    [{ severityNumber: 12 }, 'info'],
    [{ severityNumber: 13 }, 'warn'],
    [{ severityNumber: 17 }, 'crit'],
    [{ severityNumber: 24 }, 'crit'],
    [{ severityText: 'WARNING' }, 'warn'],
    [{ severityText: 'Error' }, 'crit'],
    [{}, 'info'],
  ])('of %j are events of the level %s', (severity, level) => {
    expect(decodeLog(encoding, severity).events).toMatchObject([{ level }]);
  });

  it('have their time, or else the observed time, or else the current time', () => {
    const other = '1600000000000000000';
    expect(decodeLog(encoding, { timeUnixNano: other, observedTimeUnixNano: NANOS }).events).toMatchObject([
      { atUs: 1.6e15 },
    ]);
    expect(decodeLog(encoding, { observedTimeUnixNano: other }).events).toMatchObject([{ atUs: 1.6e15 }]);
    expect(decodeLog(encoding, {}).events).toMatchObject([{ atUs: NOW_US, title: 'Log record', text: null }]);
  });

  it('are truncated to the limits of events, without unsupported characters', () => {
    const stringValue = `\u0000${'😀'.repeat(300)}\u0007\n${'x'.repeat(20_000)}`;
    const [event] = decodeLog(encoding, { body: { stringValue } }).events;
    expect(event?.title).toBe(`${'😀'.repeat(199)}…`);
    expect(Array.from(event?.text ?? '')).toHaveLength(10_000);
    expect(event?.text).toMatch(/^[😀\nx]+…$/u);
  });

  it('have bodies that are read up to 8 levels deep', () => {
    let body: Json = { stringValue: 'deep' };
    for (let depth = 0; depth < 10; depth += 1) body = { arrayValue: { values: [body] } };
    expect(decodeLog(encoding, { body }).events[0]?.title).toMatch(/^\[{8,9}null\]{8,9}$/);
  });

  it('have bodies of any kind', () => {
    const body = { kvlistValue: { values: [stringAttribute('a', 'b'), { key: 'n', value: { intValue: 1 } }] } };
    expect(decodeLog(encoding, { body }).events).toMatchObject([{ title: '{"a":"b","n":1}', text: null }]);
  });

  it('are rejected if their time is in the future', () => {
    const found = decodeLog(encoding, { timeUnixNano: '1800000000000000000' });
    expect([found.events, found.rejected]).toEqual([[], 1]);
  });

  it('are limited to 10,000 per request', () => {
    const message = { resourceLogs: [{ scopeLogs: [{ logRecords: Array.from({ length: 10_001 }, () => ({})) }] }] };
    const body = encodeMessage(encoding, 'ExportLogsServiceRequest', message);
    expect(() => jobs.logs(thread, { body, nowUs: NOW_US, isJson: encoding === 'JSON' })).toThrow(
      expect.objectContaining({ status: 413 }),
    );
  });
});

describe.each(ENCODINGS)('traces in %s', (encoding) => {
  it('are counted', () => {
    const message = { resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'a' }, { name: 'b' }] }, { spans: [{}] }] }] };
    const body = encodeMessage(encoding, 'ExportTraceServiceRequest', message);
    expect(jobs.spans(thread, { body, isJson: encoding === 'JSON' })).toBe(3);
  });
});
