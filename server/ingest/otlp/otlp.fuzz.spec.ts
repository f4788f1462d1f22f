import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeOtlp } from '../../../test/fixtures/otlp-proto.js';
import { JobError } from '../../common/errors/job-error.js';
import { jobs } from './conversion/otlp.worker.js';
import { runs } from '../../../test/support/jest/property-runs.js';

const NOW_US = 1_700_000_000_000_000;
const thread = { transfer: () => undefined } as never;

const DECODERS = {
  metrics: (body: Uint8Array, isJson: boolean) => jobs.metrics(thread, { body, isJson, nowUs: NOW_US }),
  logs: (body: Uint8Array, isJson: boolean) => jobs.logs(thread, { body, isJson, nowUs: NOW_US }),
  spans: (body: Uint8Array, isJson: boolean) => jobs.spans(thread, { body, isJson }),
};
type Signal = keyof typeof DECODERS;
const SIGNALS = Object.keys(DECODERS) as Signal[];

const time = '1700000000000000000';
const attributes = [
  { key: 'a', value: { stringValue: 'b' } },
  {
    key: 'l',
    value: { arrayValue: { values: [{ intValue: '7' }, { kvlistValue: { values: [{ key: 'x', value: {} }] } }] } },
  },
];
const totals = { timeUnixNano: time, startTimeUnixNano: time, attributes, count: '3', sum: 6, min: 1, max: 3 };
const temporality = { aggregationTemporality: 2 };
const METRICS = [
  { name: 'g', unit: 'By', gauge: { dataPoints: [{ timeUnixNano: time, asDouble: 1, attributes, flags: 0 }] } },
  { name: 's', sum: { ...temporality, isMonotonic: true, dataPoints: [{ timeUnixNano: time, asInt: '5' }] } },
  {
    name: 'h',
    histogram: { ...temporality, dataPoints: [{ ...totals, bucketCounts: ['1', '2'], explicitBounds: [2] }] },
  },
  {
    name: 'e',
    exponentialHistogram: {
      aggregationTemporality: 1,
      dataPoints: [{ ...totals, scale: 2, zeroCount: '1', positive: { offset: -3, bucketCounts: ['1', '1'] } }],
    },
  },
  {
    name: 'q',
    summary: { dataPoints: [{ timeUnixNano: time, count: 2, sum: 3, quantileValues: [{ quantile: 0.5, value: 1 }] }] },
  },
];
const resource = { attributes };
const VALID = {
  metrics: { resourceMetrics: [{ resource, scopeMetrics: [{ metrics: METRICS }] }] },
  logs: {
    resourceLogs: [
      { resource, scopeLogs: [{ logRecords: [{ timeUnixNano: time, body: { stringValue: 'x' }, attributes }] }] },
    ],
  },
  spans: { resourceSpans: [{ resource, scopeSpans: [{ spans: [{ name: 'x' }] }] }] },
};
const PROTO = {
  metrics: encodeOtlp('ExportMetricsServiceRequest', VALID.metrics),
  logs: encodeOtlp('ExportLogsServiceRequest', VALID.logs),
  spans: encodeOtlp('ExportTraceServiceRequest', VALID.spans),
};

/** Checks that a body is decoded to finite points or rejected with a message. */
function expectDecodedOrRejected(signal: Signal, body: Uint8Array, isJson: boolean): void {
  try {
    const found = DECODERS[signal](body, isJson);
    if (typeof found === 'object' && 'columns' in found)
      expect(Array.from(found.columns.rows.value).every(Number.isFinite)).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(JobError);
    expect([400, 413]).toContain((error as JobError).status);
  }
}

/** Returns a copy of the value in which one node is replaced. */
function withOneReplaced(value: unknown, path: readonly number[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  if (Array.isArray(value))
    return value.map((each, i): unknown => (i === step % value.length ? withOneReplaced(each, rest, by) : each));
  const names = Object.keys(value);
  const chosen = names[step % names.length];
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name === chosen ? withOneReplaced(each, rest, by) : each]),
  );
}

describe.each(SIGNALS)('%s', (signal) => {
  it('of random bytes are rejected with a message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (body, isJson) => {
        expectDecodedOrRejected(signal, body, isJson);
      }),
      runs(500),
    );
  });

  it('of damaged protobuf are rejected with a message or stored partly', () => {
    const valid = PROTO[signal];
    const damages = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damages, fc.nat(valid.length), (bytes, length) => {
        const body = Buffer.from(valid);
        for (const [position, byte] of bytes) body[position] = byte;
        expectDecodedOrRejected(signal, body, false);
        expectDecodedOrRejected(signal, body.subarray(0, length), false);
      }),
      runs(500),
    );
  });

  it('of JSON with random values are rejected with a message or stored partly', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('NaN', '1e999', -1, 1e300, '', '-0', [[]], [null], { values: 7 }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 12 }), anything, (path, by) => {
        expectDecodedOrRejected(signal, Buffer.from(JSON.stringify(withOneReplaced(VALID[signal], path, by))), true);
      }),
      runs(500),
    );
  });
});

/** Tag and length of a field of the wire type "bytes". */
function headOf(number: number, bytes: number): Buffer {
  const head = [(number << 3) | 2];
  let rest = bytes;
  for (; rest > 127; rest >>>= 7) head.push((rest & 127) | 128);
  return Buffer.from([...head, rest]);
}

function field(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([headOf(number, content.length), content]);
}

/** Encodes nested lists. */
function nested(depth: number): Buffer {
  const heads: Buffer[] = [];
  let bytes = 0;
  for (let level = 0; level < depth; level += 1) {
    for (const number of [1, 5]) {
      const head = headOf(number, bytes);
      heads.push(head);
      bytes += head.length;
    }
  }
  return Buffer.concat(heads.reverse());
}

/** Large enough to show excessive memory or time, and small enough for a fast test. */
const REPEATED_BYTES = 2_000_000;

/** Encodes very many empty messages of a field within messages of the outer fields. */
function repeated(number: number, ...within: readonly number[]): Buffer {
  const messages = Buffer.alloc(REPEATED_BYTES, Buffer.from([(number << 3) | 2, 0]));
  return within.reduceRight((inner, outer) => field(outer, inner), messages as Buffer);
}

describe('OTLP bodies with too many elements', () => {
  it.each([
    ['resources', repeated(1)],
    ['scopes', repeated(2, 1)],
    ['metrics', repeated(2, 1, 2)],
    ['gauges', repeated(5, 1, 2, 2)],
    ['points', repeated(1, 1, 2, 2, 5)],
    ['attributes', repeated(7, 1, 2, 2, 5, 1)],
    ['attributes of a resource', repeated(1, 1, 1)],
    ['elements', repeated(1, 1, 1, 1, 2, 5)],
    ['buckets', repeated(8, 1, 2, 2, 10, 1)],
    ['quantiles', repeated(6, 1, 2, 2, 11, 1)],
    ['counts', field(1, field(2, field(2, field(10, field(1, field(8, field(2, Buffer.alloc(REPEATED_BYTES))))))))],
  ])('are decoded within limits: %s', (_what, body) => {
    for (const signal of SIGNALS) expectDecodedOrRejected(signal, body, false);
  });

  it('are decoded within limits: nested messages', () => {
    const body = field(1, field(1, field(1, field(2, nested(100_000)))));
    for (const signal of SIGNALS) expectDecodedOrRejected(signal, body, false);
    const groups = Buffer.alloc(1_000_000, 0x1b);
    for (const signal of SIGNALS) expectDecodedOrRejected(signal, groups, false);
  });

  it.each([
    ['arrays', '['.repeat(1_000_000)],
    ['closed arrays', `{"resourceMetrics":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    [
      'values',
      `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'{"arrayValue":{"values":['.repeat(50_000)}${']}}'.repeat(50_000)}}]}]}]}`,
    ],
    ['objects', `{"resourceMetrics":[${'{},'.repeat(300_000)}{}]}`],
    ['attributes', `{"resourceMetrics":[{"resource":{"attributes":[${'{},'.repeat(300_000)}{}]}}]}`],
  ])('of JSON with %s are decoded within limits', (_what, text) => {
    for (const signal of SIGNALS) expectDecodedOrRejected(signal, Buffer.from(text), true);
  });
});
