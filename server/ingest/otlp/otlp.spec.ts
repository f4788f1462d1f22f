import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { Problem } from '../../common/errors/problem.js';
import { EventsService } from '../../events/events.service.js';
import { ProblemFilter } from '../../http/problems/problem.filter.js';
import { decodeOtlp, encodeOtlp } from '../../../test/fixtures/otlp-proto.js';
import { IngestApp } from '../../../test/support/server/ingest-app.js';
import { runs } from '../../../test/support/jest/property-runs.js';

Logger.overrideLogger(false);

let app: IngestApp;
beforeAll(async () => {
  app = await IngestApp.start([ProblemFilter]);
});
afterAll(() => app.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
const AT = '1767225600000000000'; // 2026-01-01, the time of the clock

type Json = Readonly<Record<string, unknown>>;

function gauge(name: string, ...dataPoints: readonly Json[]): Json {
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name, gauge: { dataPoints } }] }] }] };
}

function send(path: string, body: string | Uint8Array, headers: Record<string, string>): Promise<Response> {
  return app.request(`/v1/${path}`, { method: 'POST', body: body as never, headers });
}

function sendJson(path: string, message: Json, headers: Record<string, string> = {}): Promise<Response> {
  return send(path, JSON.stringify(message), { 'content-type': JSON_TYPE, ...headers });
}

async function isStored(key: string): Promise<boolean> {
  return (await app.requestMetrics(`/${key}`)).status === 200;
}

describe('POST /v1/metrics', () => {
  it('answers an empty 200 in the encoding of the request if all points were stored', async () => {
    const json = await sendJson('metrics', gauge('json', { timeUnixNano: AT, asDouble: 1 }));
    expect([json.status, json.headers.get('content-type'), await json.text()]).toEqual([200, JSON_TYPE, '{}']);
    const body = encodeOtlp('ExportMetricsServiceRequest', gauge('protobuf', { timeUnixNano: AT, asDouble: 1 }));
    const protobuf = await send('metrics', body, { 'content-type': PROTOBUF });
    expect([protobuf.status, protobuf.headers.get('content-type'), await protobuf.text()]).toEqual([200, PROTOBUF, '']);
    expect([await isStored('json'), await isStored('protobuf')]).toEqual([true, true]);
  });

  it('accepts an empty request', async () => {
    const response = await send('metrics', '', { 'content-type': PROTOBUF });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('reports rejected points, and stores the others', async () => {
    const message = gauge('partial', { timeUnixNano: AT, asDouble: 1 }, { timeUnixNano: AT, asDouble: 'NaN' });
    const json = await sendJson('metrics', message, { 'content-type': 'application/json; charset=utf-8' });
    const errorMessage = 'a value of partial is not a finite number';
    expect(await json.json()).toEqual({ partialSuccess: { rejectedDataPoints: '1', errorMessage } });
    const body = encodeOtlp('ExportMetricsServiceRequest', message);
    const protobuf = await send('metrics', body, { 'content-type': PROTOBUF });
    expect([json.status, protobuf.status]).toEqual([200, 200]);
    expect(decodeOtlp('ExportMetricsServiceResponse', await protobuf.bytes())).toEqual({
      partialSuccess: { rejectedDataPoints: 1, errorMessage },
    });
    expect(await isStored('partial')).toBe(true);
  });

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('accepts %s', async (encoding, compress) => {
    const body = compress(encodeOtlp('ExportMetricsServiceRequest', gauge(encoding, { timeUnixNano: AT, asInt: 1 })));
    const response = await send('metrics', body, { 'content-type': PROTOBUF, 'content-encoding': encoding });
    expect([response.status, await isStored(encoding)]).toEqual([200, true]);
  });

  it('accepts anonymous senders', async () => {
    const message = gauge('authorized', { timeUnixNano: AT, asInt: 1 });
    const response = await sendJson('metrics', message, { authorization: 'Bearer secret', 'x-api-key': 'secret' });
    expect([response.status, await isStored('authorized')]).toEqual([200, true]);
  });

  it('rejects a whole request with too many series, so that it is sent again later', async () => {
    const points = Array.from({ length: 101 }, (_, i) => ({
      timeUnixNano: AT,
      asInt: 1,
      attributes: [{ key: 'id', value: { intValue: i } }],
    }));
    const response = await sendJson('metrics', gauge('many', ...points));
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await response.json()).toEqual({
      code: 8,
      message: expect.stringMatching(/^many would have 101 series.*MAX_SERIES/),
    });
    expect(await isStored('many')).toBe(false);
  });

  it('stores percentiles of the values since the last stored export', async () => {
    const histogram = (bucketCounts: number[], at: bigint, tags = 1): Json => {
      const points = Array.from({ length: tags }, (_, i) => ({
        timeUnixNano: String(at),
        startTimeUnixNano: AT,
        count: 1,
        bucketCounts,
        explicitBounds: [1, 10],
        attributes: i === 0 ? [] : [{ key: 'id', value: { intValue: i } }],
      }));
      const metric = { name: 'since', histogram: { aggregationTemporality: 2, dataPoints: points } };
      return { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] };
    };
    const percentile = async (): Promise<unknown> => {
      const { items } = (await (await app.requestMetrics('')).json()) as { items: { key: string; value: number }[] };
      return items.find(({ key }) => key === 'since.p50')?.value;
    };
    const start = BigInt(AT);
    await sendJson('metrics', histogram([2, 0, 0], start + 1_000_000n));
    expect(await percentile()).toBe(0.5);
    expect((await sendJson('metrics', histogram([2, 2, 0], start + 2_000_000n, 102))).status).toBe(429);
    expect(await percentile()).toBe(0.5);
    await sendJson('metrics', histogram([2, 2, 0], start + 2_000_000n));
    expect(await percentile()).toBe(5.5);
  });
});

describe('an error of an OTLP request', () => {
  it.each(['metrics', 'logs', 'traces'])('is reported as a Status in the encoding of the request: %s', async (path) => {
    const json = await send(path, '{"', { 'content-type': JSON_TYPE });
    expect([json.status, json.headers.get('content-type')]).toEqual([400, JSON_TYPE]);
    expect(await json.json()).toEqual({ code: 3, message: expect.stringContaining('not JSON') });
    const protobuf = await send(path, 'nonsense', { 'content-type': PROTOBUF });
    expect([protobuf.status, protobuf.headers.get('content-type')]).toEqual([400, PROTOBUF]);
    expect(decodeOtlp('Status', await protobuf.bytes())).toEqual({
      code: 3,
      message: expect.stringContaining('protobuf'),
    });
  });

  it('is never a server error for any body', async () => {
    const right = encodeOtlp('ExportMetricsServiceRequest', gauge('fuzzed', { timeUnixNano: AT }));
    const damaged = fc
      .tuple(fc.nat(right.length - 1), fc.nat(255), fc.nat(right.length))
      .map(([position, byte, length]) => {
        const body = Buffer.from(right);
        body[position] = byte;
        return body.subarray(0, length);
      });
    const bodies = fc.oneof(
      damaged,
      fc.uint8Array({ maxLength: 60 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    const paths = fc.constantFrom('metrics', 'logs', 'traces');
    await fc.assert(
      fc.asyncProperty(
        paths,
        bodies,
        fc.constantFrom(PROTOBUF, JSON_TYPE),
        fc.boolean(),
        async (path, body, type, zip) => {
          const encoding = zip ? { 'content-encoding': 'gzip' } : undefined;
          const response = await send(path, zip ? gzipSync(body) : body, { 'content-type': type, ...encoding });
          expect([200, 400]).toContain(response.status);
        },
      ),
      runs(100),
    );
  });

  it('can be its content type', async () => {
    const response = await send('metrics', 'x', { 'content-type': 'text/plain' });
    expect([response.status, await response.json()]).toEqual([
      415,
      { code: 3, message: expect.stringContaining(PROTOBUF) },
    ]);
  });

  it('can be its encoding or its size', async () => {
    const headers = { 'content-type': PROTOBUF, 'content-encoding': 'gzip' };
    const bomb = await send('metrics', gzipSync(Buffer.alloc(16 * 1024 * 1024 + 1)), headers);
    const wrong = await send('metrics', 'x', headers);
    const unknown = await send('metrics', 'x', { ...headers, 'content-encoding': 'snappy' });
    expect([bomb.status, wrong.status, unknown.status]).toEqual([413, 400, 415]);
  });

  it.each([
    ['too many pending writes', new Problem(503, 'Too many.'), 503, { code: 14, message: 'Too many.' }, '5'],
    ['a full disk', new Problem(507, 'Full.'), 503, { code: 14, message: 'Full.' }, '30'],
    ['anything else', new Error('secret'), 500, { code: 13, message: expect.stringContaining('log') }, null],
  ])('is distinguished from an error of the server: %s', async (_what, error, status, answer, retryAfter) => {
    jest.spyOn(EventsService.prototype, 'addAll').mockRejectedValue(error);
    const response = await sendJson('logs', {});
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      status,
      retryAfter,
      answer,
    ]);
  });
});

describe('POST /v1/logs', () => {
  it('stores valid log records and counts rejected ones', async () => {
    app.published.length = 0;
    const logRecords = [
      { timeUnixNano: AT, body: { stringValue: 'one' } },
      { timeUnixNano: AT, body: { stringValue: 'two' } },
      { timeUnixNano: '1800000000000000000', body: { stringValue: 'three' } },
    ];
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'at-once' } }] };
    const response = await sendJson('logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
    const errorMessage = 'the time of a log record must not be more than 24 h ahead';
    expect([response.status, await response.json()]).toEqual([
      200,
      { partialSuccess: { rejectedLogRecords: '1', errorMessage } },
    ]);
    const listed = await app.request('/api/v1/events?tags=service.name:at-once');
    const { items } = (await listed.json()) as { items: { title: string }[] };
    expect(items.map(({ title }) => title)).toEqual(['two', 'one']);
    expect(app.published).toEqual([['events']]);
  });
});

describe('POST /v1/traces', () => {
  it('rejects all spans and says so in the response', async () => {
    const response = await sendJson('traces', { resourceSpans: [{ scopeSpans: [{ spans: [{}, {}] }] }] });
    expect([response.status, await response.json()]).toEqual([
      200,
      { partialSuccess: { rejectedSpans: '2', errorMessage: expect.stringContaining('OTEL_TRACES_EXPORTER=none') } },
    ]);
    expect(await (await sendJson('traces', {})).json()).toEqual({});
  });
});
