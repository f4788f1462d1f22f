import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IngestApp } from '../../test/support/server/ingest-app.js';
import { ProblemFilter } from '../http/problems/problem.filter.js';
import { ALERTMANAGER } from '../../test/fixtures/webhook-payloads.js';
import { runs } from '../../test/support/jest/property-runs.js';

let app: IngestApp;
beforeAll(async () => {
  app = await IngestApp.start([ProblemFilter]);
});
afterAll(() => app.close());

async function call(method: string, path: string, body?: unknown) {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await app.request(path, { method, ...init });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as unknown };
}

const metric = async (key: string): Promise<(number | null)[]> => {
  const { body } = await call('GET', `/api/v1/metrics/${key}?range=90d`);
  const { fields } = body as { fields?: { values: (number | null)[] }[] };
  return fields?.[1]?.values ?? [];
};
const status = async (key: string) => (await call('GET', `/api/v1/statuses/${key}`)).body;

describe('Smashing jobs', () => {
  it('store numbers as metrics', async () => {
    expect(await call('POST', '/widgets/karma', { auth_token: 'x', current: 100 })).toEqual({
      status: 204,
      body: undefined,
    });
    expect(await call('POST', '/widgets/valuation', { current: '12.5', last: 10 })).toMatchObject({ status: 204 });
    expect(await call('POST', '/widgets/synergy%20meter', { value: 7, title: 'Synergy' })).toMatchObject({
      status: 204,
    });
    expect(
      await call('POST', '/widgets/convergence', {
        points: [
          { x: 1, y: 3 },
          { x: 2, y: 4 },
        ],
      }),
    ).toMatchObject({ status: 204 });
    expect((await metric('karma')).at(-1)).toBe(100);
    expect((await metric('valuation')).at(-1)).toBe(12.5);
    expect((await metric('synergy_meter')).at(-1)).toBe(7);
    expect((await metric('convergence')).at(-1)).toBe(4);
  });

  it('store points with times as history', async () => {
    const x = Date.UTC(2025, 11, 31) / 1_000;
    await call('POST', '/widgets/graph', { points: [{ x, y: 1 }, { x: x + 60, y: '2' }, { x: 'no', y: 3 }, 4] });
    expect((await metric('graph')).filter((value) => value !== null)).toEqual(expect.arrayContaining([2]));
    expect((await metric('graph')).at(-1)).toBe(2);
  });

  it('store lists as tables and texts as statuses', async () => {
    await call('POST', '/widgets/buzzwords', {
      items: [{ label: 'Paradigm', value: 8 }, { label: 'Synergy', value: 'hi' }, 3],
    });
    expect((await call('GET', '/api/v1/tables/buzzwords')).body).toMatchObject({
      rows: [
        ['Paradigm', '8'],
        ['Synergy', 'hi'],
        ['3', null],
      ],
    });
    await call('POST', '/widgets/welcome', { text: 'Hello', title: 'Hi' });
    expect(await status('welcome')).toMatchObject({ state: 'unknown', message: 'Hello' });
    await call('POST', '/widgets/disk', { current: 97, status: 'danger' });
    expect(await status('disk')).toMatchObject({ state: 'crit' });
  });

  it.each([
    ['', 400],
    ['{', 400],
    ['[]', 422],
    ['{"auth_token":"x"}', 422],
    ['{"current":{}}', 422],
    ['auth_token=x&current=5', 400],
    ['{"current":1e999}', 422],
  ])('rejects %j with a message', async (body, expected) => {
    const { status: code, body: problem } = await call('POST', '/widgets/karma', body);
    expect(code).toBe(expected);
    expect((problem as { detail: string }).detail.length).toBeGreaterThan(10);
  });

  it('reload one board or all boards', async () => {
    app.published.length = 0;
    expect((await call('POST', '/dashboards/seen', { event: 'reload' })).status).toBe(204);
    expect((await call('POST', '/dashboards/*', { event: 'reload' })).status).toBe(204);
    expect(app.published).toEqual([['board:seen'], ['board:seen']]);
    expect((await call('POST', '/dashboards/none', {})).status).toBe(404);
  });
});

describe('Uptime Kuma push monitors', () => {
  it.each(['GET', 'POST', 'PUT'])('accept the method %s', async (method) => {
    expect(await call(method, '/api/push/backup?status=up&msg=OK&ping=12.5')).toEqual({
      status: 200,
      body: { ok: true },
    });
    expect(await status('backup')).toMatchObject({ state: 'ok', message: 'OK' });
    expect((await metric('backup.ping')).at(-1)).toBe(12.5);
    expect(await call(method, '/api/push/backup?status=down&msg=No%20disk&ping=')).toMatchObject({ status: 200 });
    expect(await status('backup')).toMatchObject({ state: 'crit', message: 'No disk' });
  });

  it('store a call without parameters as ok, and an unknown status as crit', async () => {
    await call('GET', '/api/push/cron');
    expect(await status('cron')).toMatchObject({ state: 'ok' });
    await call('GET', '/api/push/cron?status=maybe&ping=fast&msg=a&msg=b');
    expect(await status('cron')).toMatchObject({ state: 'crit', message: 'b' });
    expect(await metric('cron.ping')).toEqual([]);
  });

  it('store the status even if the ping would exceed a limit', async () => {
    const full = await IngestApp.start([ProblemFilter]);
    try {
      const series = Array.from({ length: 1_000 }, (_, index) => ({ key: `k${index}`, value: 1 }));
      expect((await full.pushMetrics('', JSON.stringify(series))).status).toBe(200);
      expect((await full.request('/api/push/disk?status=down&ping=1')).status).toBe(429);
      expect(await (await full.request('/api/v1/statuses/disk')).json()).toMatchObject({ state: 'crit' });
    } finally {
      await full.close();
    }
  });

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { accept: 'image/avif,image/webp,*/*' },
    { referer: 'http://other.example/' },
  ])('reject requests of web pages with %j', async (headers) => {
    for (const method of ['GET', 'HEAD']) {
      const response = await app.request('/api/push/img?status=down', { method, headers });
      expect(response.status).toBe(403);
      if (method === 'GET') expect(await response.json()).toEqual({ ok: false, msg: expect.any(String) });
    }
    expect(await status('img')).toMatchObject({ status: 404 });
  });

  it('accept URLs as scripts write them', async () => {
    expect(await call('GET', '/api/push/scripted/?status=up&msg=CPU%20at%2095%&ping=12ms')).toMatchObject({
      status: 200,
    });
    expect(await status('scripted')).toMatchObject({ state: 'ok', message: 'CPU at 95%' });
    expect((await metric('scripted.ping')).at(-1)).toBe(12);
    expect((await app.request('/api/push/scripted?status=down', { method: 'HEAD' })).status).toBe(200);
    expect(await status('scripted')).toMatchObject({ state: 'crit' });
    const form = { method: 'POST', body: new URLSearchParams({ a: 'b' }) };
    expect((await app.request('/api/push/scripted?status=up', form)).status).toBe(200);
    expect(await status('scripted')).toMatchObject({ state: 'ok' });
  });

  it("reject tokens that are not valid keys with Uptime Kuma's response", async () => {
    expect(await call('GET', `/api/push/${'k'.repeat(250)}?status=up`)).toEqual({
      status: 422,
      body: { ok: false, msg: expect.stringContaining('token') },
    });
  });
});

describe('webhooks', () => {
  const mapping = {
    rules: [{ metric: { key: 'orders', value: 'body.count' }, event: { title: 'Order {{ body.id }}' } }],
  };

  it('of built-in mappings store statuses and events', async () => {
    const { status: code, body } = await call('POST', '/api/v1/webhooks/alertmanager', ALERTMANAGER);
    expect(code).toBe(200);
    expect(body).toMatchObject({ statuses: { length: 3 }, events: { length: 3 }, metrics: [] });
    expect(await status('alerts/DiskFull/db-1:9100/52de9a0cbbc9d5b8')).toMatchObject({ state: 'crit' });
    expect(((await call('GET', '/api/v1/events?limit=3')).body as { items: unknown[] }).items).toHaveLength(3);
  });

  it('accept own mappings and return them', async () => {
    expect(await call('PUT', '/api/v1/webhooks/my-shop', mapping)).toEqual({
      status: 200,
      body: { name: 'my-shop', builtIn: false, ...mapping },
    });
    const sent = await call('POST', '/api/v1/webhooks/my-shop', { id: 7, count: 3 });
    expect(sent.body).toMatchObject({ events: [{ title: 'Order 7' }], metrics: [{ key: 'orders', value: 3 }] });
    expect((await metric('orders')).at(-1)).toBe(3);
    const listed = (await call('GET', '/api/v1/webhooks')).body as { items: { name: string; builtIn: boolean }[] };
    const names = (builtIn: boolean): string[] =>
      listed.items.filter((item) => item.builtIn === builtIn).map(({ name }) => name);
    expect(names(true)).toEqual(['alertmanager', 'github', 'gitlab', 'grafana']);
    expect(names(false)).toContain('my-shop');
    expect((await call('DELETE', '/api/v1/webhooks/my-shop')).status).toBe(204);
    expect((await call('POST', '/api/v1/webhooks/my-shop', {})).status).toBe(404);
    expect((await call('DELETE', '/api/v1/webhooks/my-shop')).status).toBe(404);
    expect((await call('DELETE', '/api/v1/webhooks/github')).status).toBe(409);
  });

  it('return the results of a test without storing them', async () => {
    await call('PUT', '/api/v1/webhooks/dry', { rules: [{ metric: { key: 'dry', value: 'body.n' } }] });
    const tried = await call('POST', '/api/v1/webhooks/dry?dryRun=true', { n: 1 });
    expect(tried).toMatchObject({ status: 200, body: { metrics: [{ key: 'dry', value: 1 }] } });
    expect((await call('GET', '/api/v1/metrics/dry')).status).toBe(404);
  });

  it('store nothing if a rule fails, and name the rule', async () => {
    await call('PUT', '/api/v1/webhooks/half', {
      rules: [{ metric: { key: 'half', value: 'body.n' } }, { event: { title: 'x', at: 'body.at' } }],
    });
    const rejected = await call('POST', '/api/v1/webhooks/half', { n: 1, at: 'soon' });
    expect(rejected).toMatchObject({ status: 422, body: { errors: [{ path: 'rules[1].event.at' }] } });
    expect((await call('GET', '/api/v1/metrics/half')).status).toBe(404);
  });

  it.each([
    [{}, 'rules'],
    [{ rules: [{}] }, 'rules[0]'],
    [{ rules: [{ event: { title: '{{ a. }}' } }] }, 'rules[0].event.title'],
    [{ rules: [{ metric: { key: 'a', value: 'nope(b)' } }] }, 'rules[0].metric.value'],
    [{ rules: [{ status: { key: 'a', state: 'green' } }] }, 'rules[0].status.state'],
    [{ rules: [{ status: { key: 'a', state: 'ok', expectEvery: 'often' } }] }, 'rules[0].status.expectEvery'],
    [{ rules: [{ event: { title: 'a' }, evnt: 1 }] }, 'rules[0].evnt'],
  ])('reject the mapping %j', async (wrong, path) => {
    const { status: code, body } = await call('PUT', '/api/v1/webhooks/wrong', wrong);
    expect([code, (body as { errors: { path: string }[] }).errors[0]?.path]).toEqual([422, path]);
  });

  it('never cause a server error for any input', async () => {
    const bodies = fc.oneof(fc.json(), fc.string(), fc.constant('{"alerts":[{}]}'), fc.constant('{"alerts":[null]}'));
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom('webhooks/grafana', 'webhooks/alertmanager'), async (body, path) => {
        expect((await call('POST', `/api/v1/${path}`, body)).status).toBeLessThan(500);
        expect((await call('POST', '/widgets/fuzz', body)).status).toBeLessThan(500);
      }),
      runs(60),
    );
  });
});
