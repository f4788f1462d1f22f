import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { Frame } from '../../wire/schemas/frame.js';
import type { ProblemDocument } from '../../wire/schemas/problem-schema.js';
import { ProblemFilter } from '../http/problems/problem.filter.js';
import { IngestApp } from '../../test/support/server/ingest-app.js';

let app: IngestApp;
beforeAll(async () => {
  app = await IngestApp.start([ProblemFilter]);
});
afterAll(() => app.close());

const NOW = '2026-01-01T00:00:00.000Z';

async function problemOf(response: Response): Promise<ProblemDocument> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = (await response.json()) as ProblemDocument;
  expect(problem.status).toBe(response.status);
  expect(problem.detail.length).toBeGreaterThan(10);
  return problem;
}

describe('POST /api/v1/metrics/{key}', () => {
  it.each([
    ['a form, as curl -d sends it', 'application/x-www-form-urlencoded'],
    ['a form with files', 'multipart/form-data; boundary=x'],
    ['JSON', 'application/json'],
    ['bytes', 'application/octet-stream'],
    ['nonsense', 'no/such;;type='],
    ['nothing', ''],
  ])('accepts a number whose content type is %s', async (_what, type) => {
    const response = await app.pushMetrics('/types', Buffer.from('42'), type === '' ? {} : { 'content-type': type });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      key: 'types',
      value: 42,
      at: expect.stringMatching(/^2026-01-01T00:00:00\.\d{3}Z$/),
      board: '/boards/inbox',
    });
  });

  it('returns the given time, and null if no board shows the key', async () => {
    const response = await app.pushMetrics(
      '/lost',
      '{"value":-1.5,"at":1700000000,"tags":{"region":"eu"},"unit":"ms"}',
    );
    expect(await response.json()).toEqual({ key: 'lost', value: -1.5, at: '2023-11-14T22:13:20.000Z', board: null });
  });

  it.each([
    ['/shop/orders.count', 'shop/orders.count'],
    ['/shop%2Forders.count', 'shop/orders.count'],
    ['/shop%2forders%2Ecount', 'shop/orders.count'],
    [`/${'k'.repeat(200)}`, 'k'.repeat(200)],
    ['/a:b', 'a:b'],
  ])('reads the key of %s', async (path, key) => {
    expect(await (await app.pushMetrics(path, '1')).json()).toMatchObject({ key });
  });

  it.each([
    [''.padEnd(201, 'k'), '1', 422, 'key'],
    ['a%20b', '1', 422, 'key'],
    ['a//b', '1', 422, 'key'],
    ['a/', '1', 422, 'key'],
    ['%2Fa', '1', 422, 'key'],
    ['a/%2E%2E/b%20', '1', 422, 'key'],
    ['', '1', 422, 'key'],
    ['a', '', 400, undefined],
    ['a', 'abc', 400, undefined],
    ['a', '0x10', 400, undefined],
    ['a', '42,5', 400, undefined],
    ['a', 'value=1&tags=eu', 422, 'tags'],
    ['a', '{"value":', 400, undefined],
    ['a', '1e999', 422, 'value'],
    ['a', '{"value":"1"}', 422, 'value'],
    ['a', `{"value":1,"at":"2026-01-02T00:00:01Z"}`, 422, 'at'],
  ])('rejects %j with %j and a message', async (key, body, status, path) => {
    const response = await app.pushMetrics(`/${key}`, body);
    expect(response.status).toBe(status);
    const { errors } = await problemOf(response);
    expect(errors?.[0]?.path).toBe(path);
  });

  it('accepts at most 64 KiB', async () => {
    expect((await app.pushMetrics('/a', '1'.padEnd(65_536))).status).toBe(200);
    const response = await app.pushMetrics('/a', '1'.padEnd(65_537));
    expect(response.status).toBe(413);
    await problemOf(response);
  });

  it('publishes the key once', async () => {
    await app.pushMetrics('/published', '1');
    app.published.length = 0;
    await app.pushMetrics('/published', '2');
    expect(app.published).toEqual([['metric:published']]);
  });
});

describe('Content-Encoding', () => {
  const gzip = { 'content-encoding': 'gzip' };

  it('may be gzip, for values and batches', async () => {
    expect((await app.pushMetrics('/zipped', gzipSync('42'), gzip)).status).toBe(200);
    const response = await app.pushMetrics('', gzipSync('[{"key":"zipped","value":43}]'), gzip);
    expect([response.status, await response.json()]).toEqual([200, { accepted: 1 }]);
  });

  it.each([
    ['/zipped', 65_537],
    ['', 5_242_881],
  ])('applies the limit of %j to the decompressed body', async (path, bytes) => {
    const response = await app.pushMetrics(path, gzipSync(Buffer.alloc(bytes, ' ')), gzip);
    expect(response.status).toBe(413);
    await problemOf(response);
  });

  it('is rejected with a message if it is unknown or does not match the body', async () => {
    const unknown = await app.pushMetrics('/zipped', '42', { 'content-encoding': 'lzma' });
    expect([unknown.status, (await problemOf(unknown)).detail]).toEqual([415, expect.stringContaining('gzip')]);
    const wrong = await app.pushMetrics('/zipped', '42', gzip);
    expect([wrong.status, (await problemOf(wrong)).detail]).toEqual([400, expect.stringContaining('gzip')]);
  });
});

describe('POST /api/v1/metrics', () => {
  it.each([
    ['an array', '[{"key":"b1","value":1},{"key":"b2","value":2}]', 2],
    ['NDJSON', '{"key":"b1","value":1}\r\n\n{"key":"b2","value":2}\n', 2],
    ['nothing', '', 0],
    ['an empty array', '[]', 0],
  ])('accepts %s', async (_what, body, accepted) => {
    for (const type of ['application/x-ndjson', 'application/json', 'text/plain']) {
      const response = await app.pushMetrics('', body, { 'content-type': type });
      expect([response.status, await response.json()]).toEqual([200, { accepted }]);
    }
  });

  it('accepts an empty body', async () => {
    const response = await app.requestMetrics('', { method: 'POST' });
    expect([response.status, await response.json()]).toEqual([200, { accepted: 0 }]);
  });

  it('names the invalid item, and stores nothing', async () => {
    const response = await app.pushMetrics('', '[{"key":"whole","value":1},{"key":"whole","value":"2"}]');
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors).toEqual([{ path: '[1].value', message: 'must be a finite number' }]);
    expect((await app.requestMetrics('/whole')).status).toBe(404);
  });

  it('accepts at most 5 MiB', async () => {
    const fill = (size: number): string => '[]'.padEnd(size, ' ');
    expect((await app.pushMetrics('', fill(5_242_880))).status).toBe(200);
    const response = await app.pushMetrics('', fill(5_242_881));
    expect(response.status).toBe(413);
    await problemOf(response);
  });

  it('answers 400 to invalid JSON and 413 to too many items', async () => {
    expect((await app.pushMetrics('', '[{]')).status).toBe(400);
    const items = Array.from({ length: 10_001 }, () => '{"key":"a","value":1}').join('\n');
    expect((await app.pushMetrics('', items)).status).toBe(413);
  });

  it('rejects too many series with 429', async () => {
    const items = Array.from({ length: 101 }, (_, i) => ({ key: 'many', value: 1, tags: { i: String(i) } }));
    const response = await app.pushMetrics('', JSON.stringify(items));
    expect(response.status).toBe(429);
    expect((await problemOf(response)).detail).toMatch(/MAX_SERIES/);
  });
});

describe('GET /api/v1/metrics', () => {
  it('lists the series with their last values', async () => {
    await app.pushMetrics('/listed', '{"value":1,"unit":"ms","expectEvery":"5m","tags":{"b":"2","a":"1"}}');
    await app.pushMetrics('/listed', '{"value":2,"tags":{"a":"1","b":"2"},"at":"2025-12-31T00:00:00Z"}');
    const response = await app.requestMetrics('');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const { items } = (await response.json()) as { items: { key: string }[] };
    expect(items.filter(({ key }) => key === 'listed')).toEqual([
      { key: 'listed', value: 1, at: NOW, unit: 'ms', expectEvery: '300000ms', tags: { a: '1', b: '2' } },
    ]);
  });
});

describe('GET /api/v1/metrics/{key}', () => {
  beforeAll(async () => {
    const items = [0, 30, 60, 90].map((seconds) => ({
      key: 'h/x',
      value: seconds,
      at: Date.parse('2025-12-31T23:30:00Z') + seconds * 1_000,
    }));
    await app.pushMetrics('', JSON.stringify(items));
  });

  const start = Date.parse('2025-12-31T23:30:00Z');

  it('returns buckets aligned to UTC, then the raw last point', async () => {
    for (const path of ['/h/x?range=6h&every=1m&aggregate=max', '/h%2Fx?range=6h&every=60s&aggregate=max']) {
      expect(await (await app.requestMetrics(path)).json()).toEqual({
        fields: [
          {
            name: 'time',
            type: 'time',
            every: '1m',
            aggregate: 'max',
            values: [start, start + 60_000, start + 90_000],
          },
          { name: 'h/x', type: 'number', values: [30, 90, 90] },
        ],
      });
    }
  });

  it('returns the averages of an hour by default', async () => {
    const { fields } = (await (await app.requestMetrics('/h/x')).json()) as Frame;
    expect(fields[0]?.values).toEqual([0, 30, 60, 90].map((seconds) => start + seconds * 1_000));
  });

  it.each([
    ['/none', 404, undefined],
    ['/a//b', 422, 'key'],
    ['/h/x?range=2h', 422, 'range'],
    ['/h/x?range=1h&range=6h', 422, 'range'],
    ['/h/x?every=soon', 422, 'every'],
    ['/h/x?every=999ms', 422, 'every'],
    ['/h/x?range=90d&every=1m', 422, 'every'],
    ['/h/x?aggregate=median', 422, 'aggregate'],
    ['/h/x?aggregate=p42', 422, 'aggregate'],
  ])('rejects %s with a message', async (path, status, wrong) => {
    const response = await app.requestMetrics(path);
    expect(response.status).toBe(status);
    expect((await problemOf(response)).errors?.[0]?.path).toBe(wrong);
  });

  it.each(['p50', 'p95', 'p99'])('answers the percentile %s', async (aggregate) => {
    const { fields } = (await (await app.requestMetrics(`/h/x?aggregate=${aggregate}`)).json()) as Frame;
    expect(fields[1]?.values.length).toBeGreaterThan(0);
  });
});

describe('DELETE /api/v1/metrics/{key}', () => {
  it('deletes the metric', async () => {
    await app.pushMetrics('/gone/x', '1');
    const response = await app.requestMetrics('/gone%2Fx', { method: 'DELETE' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(app.published.at(-1)).toEqual(['metric:gone/x', 'metrics']);
    expect((await app.requestMetrics('/gone/x')).status).toBe(404);
    expect((await app.requestMetrics('/gone/x', { method: 'DELETE' })).status).toBe(404);
  });
});

describe('other routes of the application', () => {
  it('keep their own body parsers', async () => {
    const echo = (body: string, type: string): Promise<Response> =>
      app.request('/echo', { method: 'POST', body, headers: { 'content-type': type } });
    expect(await (await echo('{"a":1}', 'application/json')).json()).toEqual({ a: 1 });
    expect(await (await echo('a=1', 'application/x-www-form-urlencoded')).json()).toEqual({ a: '1' });
    expect((await echo('1', 'image/png')).status).toBe(415);
  });
});
