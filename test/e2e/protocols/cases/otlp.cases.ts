// opentelemetry-collector#7452, langfuse#5584 (media types); opentelemetry-rust#3328, openobserve#3150, opentelemetry-proto#268
// (64-bit integers); openobserve#14637, opentelemetry-collector-contrib#26716 (no recorded value).
import assert from 'node:assert/strict';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseResponse, type CaseServer, type MetricItem, uniqueName } from '../../../support/cases/case-server.js';

type Json = Readonly<Record<string, unknown>>;

const nanoseconds = (ms = Date.now()): string => `${ms}000000`;

const request = (name: string, point: Json, kind = 'gauge', more: Json = {}): string =>
  JSON.stringify({
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name, [kind]: { dataPoints: [point], ...more } }] }] }],
  });

function post(server: CaseServer, body: string | Buffer, headers: Record<string, string> = {}): Promise<CaseResponse> {
  return server.request('POST', '/v1/metrics', body, { 'content-type': 'application/json', ...headers });
}

const one = (): Json => ({ asInt: '5', timeUnixNano: nanoseconds() });

async function isStored(server: CaseServer, key: string): Promise<boolean> {
  return (await server.seriesOf(key)).length === 1;
}

const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;v=1',
  'Application/JSON;charset=UTF-8',
  'application/json ; charset="utf-8"',
];

const types = TYPES.map((type): TestCase => ({
  title: `accepts OTLP with the content type ${type}`,
  run: async (server) => {
    const name = uniqueName('type');
    assert.equal((await post(server, request(name, one()), { 'content-type': type })).status, 200);
    assert.ok(await isStored(server, name));
  },
}));

const otherTypes = ['text/plain', 'application/xml', 'application/jsonl'].map((type): TestCase => ({
  title: `rejects OTLP with the content type ${type} with 415`,
  run: async (server) => {
    assert.equal((await post(server, request('rejected', one()), { 'content-type': type })).status, 415);
  },
}));

const ENCODINGS: readonly (readonly [encoding: string, encode: (body: Buffer) => Buffer])[] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (body) => body],
];

const encodings = ENCODINGS.map(([encoding, encode]): TestCase => ({
  title: `accepts OTLP with the content encoding ${encoding}`,
  run: async (server) => {
    const name = uniqueName('encoding');
    const answer = await post(server, encode(Buffer.from(request(name, one()))), { 'content-encoding': encoding });
    assert.equal(answer.status, 200, answer.text);
    assert.ok(await isStored(server, name));
  },
}));

const gzip = (title: string, body: (key: string) => Buffer | string, status: number, stored: number): TestCase => ({
  title,
  run: async (server) => {
    const key = uniqueName('gzip');
    const answer = await server.request('POST', '/api/v2/write', body(key), { 'content-encoding': 'gzip' });
    assert.equal(answer.status, status, answer.text);
    assert.equal((await server.findSeries((metric) => metric.key.startsWith(key))).length, stored);
  },
});

const GZIP: readonly TestCase[] = [
  gzip(
    'decompresses gzip with two members',
    (key) => Buffer.concat([gzipSync(`${key}.a value=1\n`), gzipSync(`${key}.b value=2\n`)]),
    204,
    2,
  ),
  gzip('rejects truncated gzip', (key) => gzipSync(`${key} value=1`).subarray(0, 15), 400, 0),
  gzip('takes gzip of nothing', () => '', 204, 0),
];

interface Point {
  readonly what: string;
  readonly point: (sentAt: number) => Json;
  /** The stored value. Undefined if nothing is stored. */
  readonly value?: number;
  readonly rejected?: number;
  readonly tags?: Json;
  /** Whether the point has the time that it was sent with instead of the server's time. */
  readonly atSent?: boolean;
}

const at = (sentAt: number, more: Json): Json => ({ timeUnixNano: nanoseconds(sentAt), ...more });

const POINTS: readonly Point[] = [
  { what: 'time and value as strings', point: (ms) => at(ms, { asInt: '42' }), value: 42, atSent: true },
  {
    what: 'time and value as numbers',
    point: (ms) => ({ timeUnixNano: Number(nanoseconds(ms)), asInt: 42 }),
    value: 42,
    atSent: true,
  },
  { what: 'an integer above 2^53', point: (ms) => at(ms, { asInt: '9007199254740993' }), value: 2 ** 53 },
  { what: 'the least int64', point: (ms) => at(ms, { asInt: '-9223372036854775808' }), value: -(2 ** 63) },
  { what: 'the greatest int64', point: (ms) => at(ms, { asInt: '9223372036854775807' }), value: 2 ** 63 },
  { what: 'NaN', point: (ms) => at(ms, { asDouble: 'NaN' }), rejected: 1 },
  { what: 'infinity', point: (ms) => at(ms, { asDouble: '-Infinity' }), rejected: 1 },
  { what: 'the integer 0', point: (ms) => at(ms, { asInt: 0 }), value: 0 },
  { what: 'null for both values', point: (ms) => at(ms, { asInt: null, asDouble: null }), rejected: 1 },
  { what: 'no time', point: () => ({ asInt: 1 }), value: 1 },
  { what: 'the time 0', point: () => ({ timeUnixNano: '0', asInt: 1 }), value: 1 },
  { what: 'unknown members', point: (ms) => at(ms, { asInt: 1, futureField: { a: [1] } }), value: 1 },
  {
    what: 'attributes of every kind',
    point: (ms) =>
      at(ms, {
        asInt: 1,
        attributes: [
          { key: 'b', value: { boolValue: false } },
          { key: 'i', value: { intValue: 7 } },
          { key: 'd', value: { doubleValue: 0.1 } },
          { key: 'l', value: { arrayValue: { values: [{ stringValue: 'x' }, { intValue: '2' }] } } },
          { key: 'e', value: {} },
          { key: 'n' },
        ],
      }),
    value: 1,
    tags: { b: 'false', i: '7', d: '0.1' },
  },
];

const points = POINTS.map(({ what, point, value, rejected, tags = {}, atSent }): TestCase => ({
  title: `reads an OTLP point with ${what}`,
  run: async (server) => {
    const name = uniqueName('point');
    const sentAt = Date.now() - 30_000;
    const answer = await post(server, request(name, point(sentAt)));
    assert.equal(answer.status, 200, answer.text);
    const partialSuccess = (answer.json as { partialSuccess?: { rejectedDataPoints?: unknown } }).partialSuccess;
    assert.equal(Number(partialSuccess?.rejectedDataPoints ?? 0), rejected ?? 0, answer.text);
    const found: readonly MetricItem[] = await server.seriesOf(name);
    assert.deepEqual(
      found.map((metric) => metric.value),
      value === undefined ? [] : [value],
    );
    assert.deepEqual({ ...found[0]?.tags, ...tags }, found[0]?.tags ?? {});
    if (atSent) assert.equal(Date.parse(found[0]?.at ?? ''), sentAt);
  },
}));

const CUMULATIVE = { aggregationTemporality: 2, isMonotonic: true };

/** A kind of metric, an empty point of it, and the required fields of the metric. */
const KINDS: readonly (readonly [kind: string, point: Json, more: Json])[] = [
  ['gauge', { asDouble: 0 }, {}],
  ['sum', { asInt: '0' }, CUMULATIVE],
  ['histogram', { count: '0', sum: 0, bucketCounts: ['0', '0'], explicitBounds: [1] }, { aggregationTemporality: 2 }],
  ['exponentialHistogram', { count: '0', sum: 0, scale: 0, zeroCount: '0' }, { aggregationTemporality: 2 }],
  ['summary', { count: '0', sum: 0, quantileValues: [] }, {}],
];

const unrecorded = KINDS.flatMap(([kind, point, more]) =>
  [1, 3, '1'].map((flags): TestCase => ({
    title: `stores nothing for a ${kind} with the flags ${JSON.stringify(flags)} for no recorded value`,
    run: async (server) => {
      const name = uniqueName('unrecorded');
      const sent = { timeUnixNano: nanoseconds(), startTimeUnixNano: '1', ...point, flags };
      assert.equal((await post(server, request(name, sent, kind, more))).status, 200);
      assert.deepEqual(await server.findSeries(({ key }) => key.startsWith(name)), []);
    },
  })),
);

const OTHERS: readonly TestCase[] = [
  {
    title: 'stores a gauge with only another flag',
    run: async (server) => {
      const name = uniqueName('flags');
      await post(server, request(name, { ...one(), flags: 2 }));
      assert.ok(await isStored(server, name));
    },
  },
  {
    title: 'accepts a log with numbers instead of the usual strings',
    run: async (server) => {
      const record = {
        timeUnixNano: Number(nanoseconds()),
        severityNumber: 17,
        body: { stringValue: uniqueName('log') },
        attributes: [{ key: 'thread', value: { intValue: 12 } }],
        droppedAttributesCount: 0,
        flags: 1,
        traceId: '',
        spanId: '',
      };
      const body = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
      const answer = await server.sendJson('POST', '/v1/logs', body);
      assert.deepEqual([answer.status, answer.json], [200, {}]);
    },
  },
  {
    title: 'accepts an empty request',
    run: async (server) => {
      assert.equal((await post(server, '{}')).status, 200);
    },
  },
  {
    title: 'accepts or rejects an enum that is sent by its name',
    run: async (server) => {
      const more = { ...CUMULATIVE, aggregationTemporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE' };
      const { status } = await post(server, request(uniqueName('enum'), one(), 'sum', more));
      assert.ok([200, 400].includes(status), String(status));
    },
  },
];

export const otlp: CaseGroup = {
  cases: [...types, ...otherTypes, ...encodings, ...GZIP, ...points, ...unrecorded, ...OTHERS],
};
