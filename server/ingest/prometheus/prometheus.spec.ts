import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gauge, Histogram, Pushgateway, Registry, Summary } from 'prom-client';
import snappy from 'snappyjs';
import type { ProblemDocument } from '../../../wire/schemas/problem-schema.js';
import { ProblemFilter } from '../../http/problems/problem.filter.js';
import { IngestApp } from '../../../test/support/server/ingest-app.js';
import { metricFamilies } from '../../../test/fixtures/metric-families.js';
import { type Series, STALE_MARKER, writeRequest } from '../../../test/fixtures/write-request.js';

let app: IngestApp;
beforeAll(async () => {
  app = await IngestApp.start([ProblemFilter]);
});
afterAll(() => app.close());

const AT = '2025-12-31T23:59:00.000Z';

async function stored(key: string): Promise<readonly { value: number; tags: Record<string, string> }[]> {
  const { items } = (await (await app.requestMetrics('')).json()) as {
    items: { key: string; value: number; tags: Record<string, string> }[];
  };
  return items.filter((item) => item.key === key);
}

async function detailOf(response: Response): Promise<string> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return ((await response.json()) as ProblemDocument).detail;
}

describe('remote_write', () => {
  /** The headers of Prometheus 2.42. */
  const HEADERS = {
    'content-encoding': 'snappy',
    'content-type': 'application/x-protobuf',
    'user-agent': 'Prometheus/2.42.0',
    'x-prometheus-remote-write-version': '0.1.0',
  };
  const send = (body: Uint8Array, headers: HeadersInit = HEADERS, path = '/api/v1/write'): Promise<Response> =>
    app.request(path, { method: 'POST', body: Uint8Array.from(body), headers });
  const body = (name: string, labels: Record<string, string> = {}): Uint8Array =>
    snappy.compress(writeRequest([{ labels: { __name__: name, ...labels }, samples: [[1.5, Date.parse(AT)]] }]));

  it('stores samples and publishes the change', async () => {
    for (const path of ['/api/v1/write', '/api/v1/push']) {
      const response = await send(body('node_load1', { instance: path }), HEADERS, path);
      expect([response.status, await response.text()]).toEqual([204, '']);
      expect(app.published.at(-1)).toContain('metric:node_load1');
    }
    expect(await stored('node_load1')).toEqual(
      expect.arrayContaining([{ key: 'node_load1', value: 1.5, at: AT, tags: { instance: '/api/v1/push' } }]),
    );
  });

  it('ends a series with a stale marker, and continues it with a newer sample', async () => {
    const write = (sample: Series['samples'][number]): Promise<Response> =>
      send(snappy.compress(writeRequest([{ labels: { __name__: 'pod_up' }, samples: [sample] }])));
    await write([1, Date.parse(AT) - 15_000]);
    expect((await write([STALE_MARKER, Date.parse(AT)])).status).toBe(204);
    expect(await stored('pod_up')).toMatchObject([{ value: 1, endedAt: AT }]);
    await write([0, Date.parse(AT) + 15_000]);
    expect(await stored('pod_up')).not.toMatchObject([{ endedAt: AT }]);
  });

  it('tells senders of version 2.0 to use 1.0', async () => {
    const response = await send(body('two'), {
      ...HEADERS,
      'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request',
      'x-prometheus-remote-write-version': '2.0.0',
    });
    expect(response.status).toBe(415);
    expect(await detailOf(response)).toMatch(/accepts remote_write 1\.0/);
    expect(await stored('two')).toEqual([]);
  });

  it.each([
    ['invalid snappy', Buffer.from('not snappy at all'), HEADERS, 400],
    ['invalid protobuf', snappy.compress(Buffer.from('not protobuf')), HEADERS, 400],
    ['a decompression bomb', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0xfe, 1, 0), HEADERS, 413],
    ['an unknown encoding', body('x'), { ...HEADERS, 'content-encoding': 'lz4' }, 415],
    ['invalid gzip', body('x'), { ...HEADERS, 'content-encoding': 'gzip' }, 400],
  ])('rejects %s with a message', async (_what, bytes, headers, status) => {
    const response = await send(bytes, headers);
    expect([response.status, await detailOf(response)]).toEqual([status, expect.stringMatching(/.{20}/)]);
  });

  it('reports that there are too many series, and stores none of them', async () => {
    const series = Array.from({ length: 101 }, (_, i) => ({
      labels: { __name__: 'wide', i: String(i) },
      samples: [[1, Date.parse(AT)] as const],
    }));
    const response = await send(snappy.compress(writeRequest(series)));
    expect([response.status, await detailOf(response)]).toEqual([429, expect.stringMatching(/MAX_SERIES/)]);
    expect(await stored('wide')).toEqual([]);
  });
});

describe('Pushgateway', () => {
  const push = (path: string, text: string | Uint8Array<ArrayBuffer>, init: RequestInit = {}): Promise<Response> =>
    app.request(path, { method: 'POST', body: text, ...init });

  it('accepts a push of curl', async () => {
    const response = await push('/metrics/job/some_job/instance/some%2Finstance', 'some_metric{a="b"} 3.14\n', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(await stored('some_metric')).toMatchObject([
      { value: 3.14, tags: { a: 'b', instance: 'some/instance', job: 'some_job' } },
    ]);
  });

  it.each([
    ['/metrics/job@base64/Zm9vL2Jhcg==', { job: 'foo/bar' }],
    ['/metrics/job@base64/Zm9vL2Jhcg', { job: 'foo/bar' }],
    ['/metrics/job/directory_cleaner/path@base64/L3Zhci90bXA', { job: 'directory_cleaner', path: '/var/tmp' }],
    ['/metrics/job/titan/name@base64/zqDPgc6_zrzOt864zrXPjc-C', { job: 'titan', name: 'Προμηθεύς' }],
    ['/metrics/job/titan/name/%CE%A0%CF%81', { job: 'titan', name: 'Πρ' }],
    ['/metrics/job/example/first_label@base64/=/second_label/foobar', { job: 'example', second_label: 'foobar' }],
  ])('reads the group of %s', async (path, tags) => {
    const key = `group_${Buffer.from(path).toString('hex').slice(-40)}`;
    expect((await push(path, `${key}{job="other"} 1`)).status).toBe(200);
    expect(await stored(key)).toMatchObject([{ tags }]);
  });

  it.each([
    ['/metrics/job/a/b', 400],
    ['/metrics/job/', 400],
    ['/metrics/job@base64/=', 400],
    ['/metrics/job@base64/%25', 400],
    ['/metrics/job/a/9b/c', 400],
    ['/metrics/job/a/__b/c', 400],
    ['/metrics/job/a//c', 400],
    ['/metrics/jobs/a', 404],
    ['/metrics', 404],
  ])('rejects %s with a message', async (path, status) => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await app.request(path, { method });
      expect([response.status, await detailOf(response)]).toEqual([status, expect.stringMatching(/.{20}/)]);
    }
  });

  it('rejects an invalid push, and stores nothing', async () => {
    const response = await push('/metrics/job/broken', 'fine 1\nwrong\n');
    expect([response.status, await detailOf(response)]).toEqual([400, expect.stringMatching(/line 2, 'wrong'/)]);
    expect(await stored('fine')).toEqual([]);
  });

  it("accepts a push of Go's client", async () => {
    const families = [{ name: 'go_info', metrics: [{ labels: { version: 'go1.24' }, gauge: 1 }] }];
    const type = 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';
    const response = await push('/metrics/job/go', Uint8Array.from(metricFamilies(families)), {
      method: 'PUT',
      headers: { 'content-type': type },
    });
    expect(response.status).toBe(200);
    expect(await stored('go_info')).toMatchObject([{ value: 1, tags: { job: 'go', version: 'go1.24' } }]);
  });

  it('reads OpenMetrics by its content type', async () => {
    const seconds = Date.parse(AT) / 1_000;
    await push('/metrics/job/open', `open ${seconds} ${seconds}\n# EOF\n`, {
      headers: { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' },
    });
    expect(await stored('open')).toMatchObject([{ at: AT }]);
  });

  describe('groups', () => {
    /** Returns the current series of a job and those that have ended. */
    const statesOf = async (job: string): Promise<{ current: string[]; ended: string[] }> => {
      const { items } = (await (await app.requestMetrics('')).json()) as {
        items: { key: string; tags: Record<string, string>; endedAt?: string }[];
      };
      const names = (isEnded: boolean): string[] =>
        items
          .filter(({ tags, endedAt }) => tags.job === job && (endedAt !== undefined) === isEnded)
          .map(({ key, tags }) => [key, tags.instance, tags.disk].filter(Boolean).join(' '))
          .sort();
      return { current: names(false), ended: names(true) };
    };

    it('PUT ends the series of the group that it does not contain, and keeps their history', async () => {
      await push('/metrics/job/put/instance/a', 'size{disk="x"} 1\nsize{disk="y"} 2\ntime 3\n', { method: 'PUT' });
      await push('/metrics/job/put', 'time 4\n', { method: 'PUT' });
      await push('/metrics/job/put/instance/a', 'size{disk="x"} 5\n', { method: 'PUT' });
      expect(await statesOf('put')).toEqual({ current: ['size a x', 'time'], ended: ['size a y', 'time a'] });
      expect((await stored('size')).map(({ value }) => value).sort()).toEqual([2, 5]);
    });

    it('PUT of an empty body ends all series of the group', async () => {
      await push('/metrics/job/emptied', 'a 1\nb 2\n');
      await push('/metrics/job/emptied', '', { method: 'PUT' });
      expect(await statesOf('emptied')).toEqual({ current: [], ended: ['a', 'b'] });
    });

    it('POST ends other series of only the metrics that it contains', async () => {
      await push('/metrics/job/post', 'size{disk="x"} 1\nsize{disk="y"} 2\ntime 3\n');
      await push('/metrics/job/post', 'size{disk="y"} 4\n');
      await push('/metrics/job/post', '');
      expect(await statesOf('post')).toEqual({ current: ['size y', 'time'], ended: ['size x'] });
    });

    it('DELETE ends the series of exactly its group, and a new push continues them', async () => {
      await push('/metrics/job/gone/instance/a', 'a 1\n');
      await push('/metrics/job/gone', 'b 2\n');
      const response = await app.request('/metrics/job/gone/', { method: 'DELETE' });
      expect([response.status, await response.text()]).toEqual([202, '']);
      expect(await statesOf('gone')).toEqual({ current: ['a a'], ended: ['b'] });
      await push('/metrics/job/gone', 'b 3\n');
      expect(await statesOf('gone')).toEqual({ current: ['a a', 'b'], ended: [] });
    });

    it('ends no series if the push is rejected', async () => {
      await push('/metrics/job/kept', 'a 1\nb 1\n');
      const response = await push('/metrics/job/kept', 'a 2\na 3\n', { method: 'PUT' });
      expect([response.status, await detailOf(response)]).toEqual([400, expect.stringMatching(/is a duplicate/)]);
      expect(await statesOf('kept')).toEqual({ current: ['a', 'b'], ended: [] });
    });
  });

  it('works with prom-client', async () => {
    const registry = new Registry();
    const registers = [registry];
    const help = 'Help with "quotes", \\ and\nlines';
    new Gauge({ name: 'backup_bytes', help, labelNames: ['disk'], registers }).set({ disk: 'a "b"\\\n{c}' }, 1e12);
    new Histogram({ name: 'step_seconds', help, buckets: [1, 5], registers }).observe(3);
    new Summary({ name: 'rows', help, percentiles: [0.5], registers }).observe(7);
    const gateway = new Pushgateway(app.address, {}, registry);
    const group = { jobName: 'night/backup', groupings: { instance: 'db-1' } };
    const tags = { instance: 'db-1', job: 'night/backup' };
    for (const send of [() => gateway.pushAdd(group), () => gateway.push(group)]) {
      const { resp } = await send();
      expect(resp).toMatchObject({ statusCode: 200 });
    }
    expect(await stored('backup_bytes')).toMatchObject([
      { value: 1e12, unit: 'bytes', tags: { ...tags, disk: 'a "b"\\\n{c}' } },
    ]);
    expect((await stored('step_seconds_bucket')).map(({ value, tags: { le } }) => [le, value]).sort()).toEqual([
      ['+Inf', 1],
      ['1', 0],
      ['5', 1],
    ]);
    expect(await stored('step_seconds_sum')).toMatchObject([{ value: 3, unit: 's' }]);
    expect(await stored('rows')).toMatchObject([{ value: 7, tags: { ...tags, quantile: '0.5' } }]);
    const { resp } = await gateway.delete(group);
    expect(resp).toMatchObject({ statusCode: 202 });
    expect(await stored('rows')).toMatchObject([{ value: 7, endedAt: expect.any(String) }]);
  });
});
