import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock, settle } from '../../test/support/server/manual-clock.js';
import { RunningApp } from '../../test/support/server/running-app.js';

const HOUR = 3_600_000;

let source: RunningApp;
let target: RunningApp;

beforeAll(async () => {
  [source, target] = await Promise.all([RunningApp.start(), RunningApp.start()]);
  const now = Date.now();
  const points = Array.from({ length: 200 }, (_, index) => ({
    key: 'shop.orders',
    value: Math.round(Math.sin(index) * 100) / 10,
    at: now - 20 * HOUR + index * 300_000,
    tags: { region: index % 2 === 0 ? 'eu' : 'us' },
  }));
  await push(source, 'POST', 'metrics', points);
  await push(source, 'POST', 'metrics/shop.latency', { value: 7, unit: 'ms', expectEvery: '5m' });
  await push(source, 'POST', 'statuses/backup', { state: 'crit', message: 'No disk', at: now - 2 * HOUR });
  await push(source, 'POST', 'statuses/backup', { state: 'ok', at: now - HOUR, expectEvery: '1d' });
  await push(source, 'POST', 'events', { title: 'Deployed', level: 'ok', tags: { app: 'shop' }, text: 'a\nb' });
  await push(source, 'POST', 'events', { title: 'Deployed', level: 'ok', at: now - HOUR });
  await push(source, 'PUT', 'tables/cities', { columns: [{ name: 'city' }, { name: 'n' }], rows: [['Ulm', 3]] });
  await push(source, 'POST', 'boards', { slug: 'shop', title: 'Shop' });
  await push(source, 'PUT', 'webhooks/mine', { rules: [{ event: { title: 'x' } }] });
});
afterAll(async () => {
  await Promise.all([source.close(), target.close()]);
});

async function push(app: RunningApp, method: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${app.base}/api/v1/${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBeLessThan(300);
}

async function get(app: RunningApp, path: string): Promise<unknown> {
  return (await fetch(`${app.base}/api/v1/${path}`)).json();
}

async function exported(app: RunningApp): Promise<string> {
  const response = await fetch(`${app.base}/api/v1/export`);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  return response.text();
}

async function imported(app: RunningApp, body: string | Uint8Array, headers = {}) {
  const response = await fetch(`${app.base}/api/v1/import`, { method: 'POST', body: Buffer.from(body), headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Returns the lines of an export without those that differ between servers. */
function ownLines(text: string): string[] {
  const lines = text.split('\n').filter((line) => !/"system\.|"this-server"|"exportedAt"|^$/.test(line));
  // The time of a table is that of its last PUT.
  return lines.map((line) => line.replace(/("type":"table",.*"at":)"[^"]*"/, '$1""'));
}

describe('export and import', () => {
  it('copy everything to another server, and change nothing the second time', async () => {
    const target = await RunningApp.start();
    try {
      await pushEverything(target);
    } finally {
      await target.close();
    }
  });

  async function pushEverything(target: RunningApp): Promise<void> {
    const text = await exported(source);
    const first = await imported(target, text);
    expect(first).toMatchObject({
      status: 200,
      body: {
        board: { stored: 1, kept: 1 },
        webhook: { stored: 1, kept: 0 },
        status: { stored: 1, kept: 0 },
        event: { stored: 2, kept: 0 },
        table: { stored: 1, kept: 0 },
      },
    });
    expect(ownLines(await exported(target))).toEqual(ownLines(text));
    for (const path of [
      'metrics/shop.orders?range=24h&every=30m&aggregate=p95',
      'metrics/shop.latency?aggregate=last',
      'statuses',
    ]) {
      expect(await get(target, path)).toEqual(await get(source, path));
    }
    const again = await imported(target, gzipSync(text), { 'content-encoding': 'gzip' });
    expect(again).toMatchObject({
      status: 200,
      body: {
        board: { stored: 0 },
        webhook: { stored: 0 },
        status: { stored: 0 },
        event: { stored: 0 },
        table: { stored: 0 },
      },
    });
    expect(ownLines(await exported(target))).toEqual(ownLines(text));
  }

  const head = '{"type":"boardcast","format":1}\n';
  const end = '{"type":"end"}\n';

  it.each([
    ['nothing', '', 422, /cut off/],
    ['something else', 'hello\n', 422, /Line 1 .*Is this an export/],
    ['a cut file', head, 422, /cut off/],
    ['a broken head', `{"type":"boardcast",,}\n${end}`, 422, /Line 1/],
    ['another format', '{"type":"boardcast","format":2}\n', 422, /format 1, not 2/],
    ['an unknown type', `${head}{"type":"planet"}\n${end}`, 422, /Line 2 .*'planet'/],
    [
      'points without times',
      `${head}{"type":"points","key":"a","value":[1]}\n${end}`,
      422,
      /Line 2 .*lists of numbers/,
    ],
    ['a wrong key', `${head}\n{"type":"metric","key":"a b"}\n${end}`, 422, /Line 3 .*key/],
    ['broken JSON', `${head}{"type":"event"\n${end}`, 422, /Line 2/],
    [
      'a wrong status',
      `${head}{"type":"status","key":"a","state":"green","at":1,"since":1,"history":[]}\n${end}`,
      422,
      /Line 2/,
    ],
    ...[
      '"at":1000,"since":1e300,"history":[]',
      '"at":1000,"since":0.5,"history":[]',
      '"at":1000,"since":1e9,"history":[[-1,1,"ok",null,0]]',
      '"at":1000,"since":1e9,"history":[[2,1,"ok",null,0]]',
      '"at":1000,"since":1e9,"history":[[1,9007199254740991,"ok",null,0]]',
      '"at":1000,"since":1e9,"history":[[1,2,"ok",null,7]]',
      `"at":1000,"since":1e9,"history":[[1,2,"ok","${'x'.repeat(1_001)}",0]]`,
    ].map((members): [string, string, number, RegExp] => [
      `a status that never was so: ${members.slice(0, 70)}`,
      `${head}{"type":"status","key":"odd","state":"ok",${members}}\n${end}`,
      422,
      /Line 2/,
    ]),
    ['a file of two, the second cut', `${head}${end}${head}`, 422, /cut off/],
    [
      'a table without a name',
      `${head}{"type":"table","columns":[{"name":"c"}],"rows":[]}\n${end}`,
      422,
      /Line 2.*key/,
    ],
    ['a wrong board', `${head}{"type":"board","board":{"title":1}}\n${end}`, 422, /Line 2/],
    ['a broken board', `${head}{"type":"board"\n${end}`, 422, /Line 2/],
    ['a broken webhook', `${head}{"type":"webhook",,}\n${end}`, 422, /Line 2/],
    ['a broken table', `${head}{"type":"table"\n${end}`, 422, /Line 2/],
    ['a wrong webhook', `${head}{"type":"webhook","name":"a","mapping":{}}\n${end}`, 422, /Line 2/],
    ['a wrong table', `${head}{"type":"table","key":"t","columns":[],"rows":[]}\n${end}`, 422, /Line 2/],
    ['wrong rollups', `${head}{"type":"rollups","key":"a","step":1,"cells":[[1]]}\n${end}`, 422, /Line 2/],
    ['a wrong beginning', `${head}{"type":"kept","since":{"0":"x"}}\n${end}`, 422, /Line 2/],
  ])('reject %s with a message', async (_what, body, status, expectedMessage) => {
    const answer = await imported(target, body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatch(expectedMessage);
  });

  it('reject a body that does not match its Content-Encoding', async () => {
    const answer = await imported(target, head + end, { 'content-encoding': 'gzip' });
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringMatching(/not gzip/)]);
  });

  it('leave the connection usable when they fail early', async () => {
    const lines = `hello\n${'{"type":"event","title":"x"}\n'.repeat(40_000)}`;
    for (const [body, more] of [
      [Buffer.from(lines), ''],
      [gzipSync(randomBytes(2_000_000)), 'Content-Encoding: gzip\r\n'],
      [Buffer.from(lines), 'Content-Encoding: gzip\r\n'],
    ] as const) {
      const socket = connect(Number(new URL(target.base).port), '127.0.0.1');
      const post = `POST /api/v1/import HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.byteLength}\r\n${more}\r\n`;
      socket.write(post);
      socket.write(body);
      socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      const statuses = [...(await text(socket)).matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status);
      expect(statuses).toEqual([expect.stringMatching(/^4(00|22)$/), '200']);
    }
  });

  it('may take longer than other requests, and end with 408 if nothing is received', async () => {
    const clock = new ManualClock();
    const app = await RunningApp.start({ clock });
    try {
      const server = app.app.getHttpServer();
      const connected = once(server, 'connection');
      const socket = connect(Number(new URL(app.base).port), '127.0.0.1');
      socket.write('POST /api/v1/import HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n');
      const [accepted] = (await connected) as [Socket];
      const chunk = (line: string): string => `${line.length.toString(16)}\r\n${line}\r\n`;
      socket.write(chunk(head));
      while (accepted.bytesRead < 100) await new Promise(setImmediate);
      for (let i = 0; i < 20; i += 1) await settle();
      // Node's response to a request that takes longer than `requestTimeout`.
      const timeout = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
      server.emit('clientError', timeout, accepted);
      expect(accepted.destroyed).toBe(false);
      const answer = text(socket);
      clock.advance(60_000);
      expect(await answer).toMatch(/^HTTP\/1\.1 408 [^]*connection: close[^]*send the whole file again/i);
      const other = connect(Number(new URL(app.base).port), '127.0.0.1');
      const [otherAccepted] = (await once(server, 'connection')) as [Socket];
      server.emit('clientError', timeout, otherAccepted);
      expect(await text(other)).toMatch(/^HTTP\/1\.1 408 /);
    } finally {
      await app.close();
    }
  });

  it('accept changes that editors make to lines', async () => {
    const event = '{"type":"event","title":"Typed","at":1000}\n';
    const answer = await imported(target, `\ufeff${head}${event}${end}`.replaceAll('\n', '\r\n'));
    expect(answer).toEqual({ status: 200, body: { event: { stored: 1, kept: 0 } } });
  });

  it('notify clients of imported rollups', async () => {
    await push(target, 'POST', 'metrics/old', { value: 1 });
    await push(target, 'POST', 'boards', {
      slug: 'old',
      title: 'Old',
      panels: [
        {
          id: 'a',
          type: 'chart',
          title: '',
          query: { source: 'metrics', metric: 'old' },
          layout: { x: 0, y: 0, w: 4, h: 4 },
        },
      ],
    });
    const read = async (): Promise<{ revision: number }> =>
      (await get(target, 'boards/old/data')) as { revision: number };
    const { revision } = await read();
    const cell = [1_700_000_040_000_000, 1, 2, 2, 2, 2, [], []];
    const line = { type: 'rollups', key: 'old', tags: {}, step: 60_000_000, cells: [cell] };
    const answer = await imported(target, `${head}${JSON.stringify(line)}\n${end}`);
    expect(answer).toEqual({ status: 200, body: { rollups: { stored: 1, kept: 0 } } });
    expect((await read()).revision).toBeGreaterThan(revision);
  });
});
