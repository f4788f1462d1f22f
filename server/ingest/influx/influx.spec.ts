import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpError, InfluxDB, Point, setLogger, type WriteApi } from '@influxdata/influxdb-client';
import { ProblemFilter } from '../../http/problems/problem.filter.js';
import { IngestApp } from '../../../test/support/server/ingest-app.js';

let app: IngestApp;
beforeAll(async () => {
  app = await IngestApp.start([ProblemFilter]);
});
afterAll(() => app.close());

const AT = '2025-12-31T23:59:00.000Z';
const AT_NS = `${Date.parse(AT)}000000`;

function post(path: string, body: string | Uint8Array<ArrayBuffer>, headers: HeadersInit = {}): Promise<Response> {
  return app.request(path, { method: 'POST', body, headers });
}

function numbered(line: (index: number) => string): string {
  return Array.from({ length: 101 }, (_, index) => line(index)).join('\n');
}

async function stored(key: string): Promise<unknown> {
  const { items } = (await (await app.requestMetrics('')).json()) as { items: { key: string }[] };
  return items.filter((item) => item.key === key);
}

describe('InfluxDB 2', () => {
  it('stores the metrics of Telegraf', async () => {
    const body = gzipSync(
      `cpu,cpu=cpu-total,host=web-1 usage_idle=97.5,usage_user=1.25 ${AT_NS}\n` +
        `system,host=web-1 uptime=1234i,uptime_format="0:20" ${AT_NS}\n` +
        `docker_container_status,host=web-1 oomkilled=false ${AT_NS}\n`,
    );
    const response = await post('/api/v2/write?bucket=telegraf&org=home&precision=ns', Uint8Array.from(body), {
      authorization: 'Token secret',
      'content-encoding': 'gzip',
      'content-type': 'text/plain; charset=utf-8',
      'user-agent': 'Telegraf/1.33.0',
    });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await stored('cpu.usage_idle')).toEqual([
      { key: 'cpu.usage_idle', value: 97.5, at: AT, tags: { cpu: 'cpu-total', host: 'web-1' } },
    ]);
    expect(await stored('system.uptime')).toMatchObject([{ value: 1234 }]);
    expect(await stored('docker_container_status.oomkilled')).toMatchObject([{ value: 0 }]);
    expect(await stored('system.uptime_format')).toEqual([]);
  });

  it.each([
    ['an invalid line', 'nonsense\nok', '', 400, 'invalid', /line 1.* Nothing was stored\.$/],
    ['seconds sent as nanoseconds', 'ok v=1 1767225600', '', 400, 'invalid', /1970.*precision/],
    ['milliseconds sent as seconds', 'ok v=1 1767225600000', 'precision=s', 400, 'invalid', /precision/],
    ['UTF-16', Buffer.from('ok v=1', 'utf16le'), '', 400, 'invalid', /UTF-16/],
    ['an unknown precision', 'ok v=1', 'precision=year', 400, 'invalid', /precision must be/],
    ['two precisions', 'ok v=1', 'precision=s&precision=ms', 400, 'invalid', /exactly one/],
    ['too many points', `ok ${'v=1,'.repeat(50_001)}g=1`, '', 413, 'request too large', /at most 50000/],
    ['too many series', numbered((i) => `ok,i=${i} v=1`), '', 429, 'too many requests', /MAX_SERIES/],
  ])(
    "rejects %s in InfluxDB's format, and stores nothing",
    async (_what, body, query, status, code, expectedMessage) => {
      const response = await post(`/api/v2/write?${query}`, body);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        status,
        'application/json; charset=utf-8',
      ]);
      expect(await response.json()).toEqual({ code, message: expect.stringMatching(expectedMessage) });
      expect(await stored('ok.v')).toEqual([]);
    },
  );

  it('stores the valid lines of a request with invalid ones, and reports it', async () => {
    const response = await post('/api/v2/write', 'partial,d=C:\\ f=1\npartial,d=D f=2\n\npartial f=x\npartial g="t"');
    expect([response.status, await response.json()]).toEqual([
      400,
      { code: 'invalid', message: expect.stringMatching(/^partial write: unable to parse line 1, .* dropped=2$/) },
    ]);
    expect(await stored('partial.f')).toMatchObject([{ value: 2, tags: { d: 'D' } }]);
  });

  it('answers the requests that clients make before they write', async () => {
    const get = async (path: string): Promise<unknown> => (await app.request(path)).json();
    expect(await get('/ready')).toMatchObject({ status: 'ready', started: expect.any(String) });
    const { orgs } = (await get('/api/v2/orgs?org=home')) as { orgs: { id: string }[] };
    expect(orgs).toMatchObject([{ name: 'home' }]);
    expect(await get(`/api/v2/buckets?orgID=${orgs[0]?.id}&name=sensors`)).toMatchObject({
      buckets: [{ name: 'sensors', orgID: orgs[0]?.id }],
    });
  });

  it("rejects unreadable bodies in InfluxDB's format", async () => {
    const broken = await post('/api/v2/write', 'm f=1', { 'content-encoding': 'gzip' });
    expect([broken.status, await broken.json()]).toEqual([
      400,
      { code: 'invalid', message: expect.stringMatching(/not gzip/) },
    ]);
    const large = await post('/write', ' '.repeat(16 * 1024 * 1024 + 1));
    expect([large.status, await large.json()]).toEqual([413, { error: expect.stringMatching(/too large/) }]);
  });

  it('stores points of existing series when the series limit is reached', async () => {
    expect((await post('/api/v2/write', 'known f=1')).status).toBe(204);
    const response = await post('/api/v2/write', `known f=2\n${numbered((i) => `known,i=${i} f=1`)}`);
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      code: 'unprocessable entity',
      message: expect.stringMatching(/^partial write: .*the points of new series were not stored/),
    });
    expect(await stored('known.f')).toMatchObject([{ value: 2, tags: {} }]);
    expect(app.published.at(-1)).toEqual(['metric:known.f']);
  });

  it('accepts empty bodies repeatedly', async () => {
    for (const query of ['', '?precision=s'])
      expect((await app.request(`/api/v2/write${query}`, { method: 'POST' })).status).toBe(204);
  });

  it('stores the metrics of Proxmox VE after its health check', async () => {
    const health = await app.request('/health');
    expect([health.status, await health.json()]).toMatchObject([200, { status: 'pass' }]);
    const line = `cpustat,object=nodes,host=pve1 avg1=0.5,cpu=0.0125,cpus=8,ctime=1764000000,note="x" ${AT_NS}\n`;
    expect((await post('/api/v2/write?org=proxmox&bucket=proxmox', line)).status).toBe(204);
    expect(await stored('cpustat.avg1')).toMatchObject([
      { value: 0.5, at: AT, tags: { object: 'nodes', host: 'pve1' } },
    ]);
  });

  it("works with InfluxDB's own client", async () => {
    // The client logs the errors that it throws.
    setLogger({ error: () => undefined, warn: () => undefined });
    const influx = new InfluxDB({ url: app.address, token: 'secret' });
    const write = async (use: (api: WriteApi) => void, gzipThreshold: number): Promise<void> => {
      const api = influx.getWriteApi('home', 'sensors', 'ms', { gzipThreshold, maxRetries: 0, flushInterval: 0 });
      api.useDefaultTags({ site: 'north, east = 2' });
      use(api);
      await api.close();
    };
    const at = Date.parse(AT);
    await write((api) => {
      api.writePoint(new Point('air').tag('room', 'k=1').floatField('co2', 612.5).intField('n', 3).timestamp(at));
    }, 100_000);
    await write((api) => {
      const points = Array.from({ length: 50 }, (_, i) =>
        new Point('soil')
          .uintField('wet', i)
          .booleanField('dry', i > 0)
          .stringField('x', 'a"b\\c\nd')
          .timestamp(at + i),
      );
      api.writePoints(points);
    }, 0);
    const site = 'north, east = 2';
    expect(await stored('air.co2')).toMatchObject([{ value: 612.5, at: AT, tags: { room: 'k=1', site } }]);
    expect(await stored('air.n')).toMatchObject([{ value: 3 }]);
    expect(await stored('soil.wet')).toMatchObject([{ value: 49, tags: { site } }]);
    expect(await stored('soil.dry')).toMatchObject([{ value: 1 }]);
    const failing = write((api) => {
      api.writeRecord('no line');
    }, 100_000);
    await expect(failing).rejects.toThrow(HttpError);
    await expect(failing).rejects.toMatchObject({ statusCode: 400, code: 'invalid' });
  });
});

describe('InfluxDB 1', () => {
  it('accepts writes with a database, user and password', async () => {
    const seconds = Date.parse(AT) / 1_000;
    const response = await post('/write?db=mydb&rp=one&u=me&p=secret&precision=s', `load,host=a value=2 ${seconds}`);
    expect(response.status).toBe(204);
    expect(await stored('load')).toEqual([{ key: 'load', value: 2, at: AT, tags: { host: 'a' } }]);
  });

  it("rejects invalid writes in InfluxDB's format", async () => {
    const response = await post('/write?db=mydb', 'm f=1\nm f=x');
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        error:
          "partial write: unable to parse line 2, 'm f=x': the value of 'f' is not a number, a boolean or a quoted string dropped=1",
      },
    ]);
  });

  it('accepts a query that creates a database', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const response of [
      await post('/query', 'q=CREATE+DATABASE+%22telegraf%22', form),
      await post('/query?q=create%20database%20x', ''),
    ]) {
      expect([response.status, await response.json()]).toEqual([200, { results: [{ statement_id: 0 }] }]);
    }
    const rejected = await post('/query', 'q=SELECT+*+FROM+cpu', form);
    expect([rejected.status, await rejected.json()]).toEqual([
      400,
      { error: expect.stringMatching(/CREATE DATABASE/) },
    ]);
  });

  it.each([
    ['SHOW DATABASES', [{ name: 'databases', columns: ['name'], values: [['telegraf']] }]],
    ['show databases;', [{ name: 'databases', columns: ['name'], values: [['telegraf']] }]],
    [
      'SHOW RETENTION POLICIES ON "telegraf"',
      [expect.objectContaining({ values: [expect.arrayContaining(['autogen'])] })],
    ],
    ['SHOW MEASUREMENTS', undefined],
    ['SHOW TAG KEYS FROM "cpu"', undefined],
    ['CREATE DATABASE "a;b"', undefined],
    ['CREATE RETENTION POLICY "a" ON "b" DURATION 1d REPLICATION 1', undefined],
  ])('answers the query %s in an address and in a body', async (query, series) => {
    const q = encodeURIComponent(query);
    for (const response of [
      await app.request(`/query?db=telegraf&q=${q}`),
      await post(`/query?db=telegraf&q=${q}`, ''),
      await post('/query', `db=telegraf&q=${q}`, { 'content-type': 'application/x-www-form-urlencoded' }),
    ]) {
      expect([response.status, response.headers.get('x-influxdb-version')]).toEqual([200, '1.8.10']);
      expect(await response.json()).toEqual({ results: [{ statement_id: 0, ...(series && { series }) }] });
    }
  });

  it('answers several statements, and rejects unknown ones', async () => {
    const several = await app.request(`/query?q=${encodeURIComponent('CREATE DATABASE a; SHOW DATABASES')}`);
    expect(await several.json()).toEqual({
      results: [{ statement_id: 0 }, { statement_id: 1, series: [{ name: 'databases', columns: ['name'] }] }],
    });
    for (const query of ['SELECT * FROM cpu', 'DROP DATABASE a', 'CREATE DATABASE a; DROP DATABASE a', '', ';']) {
      const response = await app.request(`/query?q=${encodeURIComponent(query)}`);
      expect([response.status, await response.json()]).toEqual([400, { error: expect.any(String) }]);
    }
  });

  it('returns its version to a verbose ping', async () => {
    const response = await app.request('/ping?verbose=true');
    expect([response.status, await response.json()]).toEqual([200, { version: '1.8.10' }]);
  });

  it('answers pings', async () => {
    for (const method of ['GET', 'HEAD']) {
      const response = await app.request('/ping?wait_for_leader=1s', { method });
      expect([response.status, response.headers.get('x-influxdb-version')]).toEqual([204, '1.8.10']);
    }
  });
});
