import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createShop } from '../src/create-shop.js';

let app: NestExpressApplication;
let dataDir: string;
let base: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'shop-'));
  process.env.DATA_DIR = dataDir;
  app = await createShop();
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
});
after(async () => {
  await app.close();
  await rm(dataDir, { recursive: true });
});

const staff = { cookie: 'staff=example-token' };

function post(path: string, body: object, headers = {}): Promise<Response> {
  return fetch(`${base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

async function json<T>(path: string, headers: Record<string, string> = staff): Promise<T> {
  return (await fetch(`${base}${path}`, { headers })).json() as Promise<T>;
}

interface BoardData {
  readonly panels: Record<string, { frame: { fields: readonly { name: string; values: readonly unknown[] }[] } }>;
}

describe('the shop', () => {
  it('has its own page, health and errors', async () => {
    assert.match(await (await fetch(base)).text(), /<title>Shop<\/title>/);
    assert.deepEqual(await json<object>('/health', {}), { status: 'ok' });
    assert.equal((await post('/orders', { product: 'unknown' })).status, 400);
    const denied = await fetch(`${base}/orders`);
    assert.deepEqual(await denied.json(), {
      statusCode: 401,
      message: 'Only the staff may do this.',
      error: 'Unauthorized',
    });
  });

  it('shows its boards only to its staff', async () => {
    assert.equal((await fetch(`${base}/boardcast/boards/shop`)).status, 401);
    const signedIn = await post('/sign-in', { token: 'example-token' });
    assert.match(signedIn.headers.get('set-cookie') ?? '', /^staff=example-token;/);
    const page = await fetch(`${base}/boardcast/boards/shop`, { headers: staff });
    assert.match(await page.text(), /<base href="\/boardcast\/"/);
  });

  it('shows an order on the board at once, and notifies its viewers', async () => {
    const column = async (panel: string, name: string): Promise<readonly unknown[] | undefined> => {
      const { panels } = await json<BoardData>('/boardcast/api/v1/boards/shop/data');
      return panels[panel]?.frame.fields.find((field) => field.name === name)?.values;
    };
    assert.deepEqual(await column('orders', 'orders'), [0, 0, 0]);
    // Node's WebSocket sends headers, unlike those of browsers.
    const socket = new WebSocket(`${base.replace('http', 'ws')}/boardcast/ws/dashboard`, { headers: staff } as never);
    const received = (event: string): Promise<void> =>
      new Promise((resolve) => {
        socket.addEventListener('message', (message: MessageEvent<string>) => {
          if ((JSON.parse(message.data) as { event: string }).event === event) resolve();
        });
      });
    await once(socket, 'open');
    const subscribed = received('subscribed');
    socket.send(JSON.stringify({ event: 'subscribe', data: { board: 'shop' } }));
    await subscribed;
    const changed = received('changed');
    assert.deepEqual(await (await post('/orders', { product: 'bread' })).json(), { ordered: 'bread' });
    await changed;
    assert.deepEqual(await column('orders', 'orders'), [0, 1, 0]);
    assert.deepEqual(await column('sold', 'title'), ['Sold: bread']);
    socket.close();
  });

  it('rejects an order without stock with an error of its own, and writes its stock as a metric', async () => {
    for (let i = 0; i < 20; i += 1) await post('/orders', { product: 'cheese' });
    const soldOut = await post('/orders', { product: 'cheese' });
    assert.deepEqual([soldOut.status, await soldOut.json()], [409, { code: 'SOLD_OUT', product: 'cheese' }]);
    const { items } = await json<{ items: { key: string }[] }>('/boardcast/api/v1/metrics');
    assert.ok(items.some(({ key }) => key === 'shop.stock'));
  });
});
