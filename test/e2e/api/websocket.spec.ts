import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { lastValue } from '../../support/server/frame-values.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useServer } from '../../support/server/use-server.js';

const app = useServer();

const sockets: TestSocket[] = [];

const open = async (): Promise<TestSocket> => {
  const socket = await TestSocket.open(app.server.base);
  sockets.push(socket);
  return socket;
};

afterEach(async () => {
  await Promise.all(sockets.splice(0).map((socket) => socket.close()));
});

describe('/ws/dashboard', () => {
  it('sends hello first', async () => {
    const client = await open();
    await client.roundTrip();
    expect(client.received[0]).toEqual({
      event: 'hello',
      data: { protocol: 1, epoch: (await app.api.snapshot('inbox')).epoch, heartbeatMs: 25_000, maxBoards: 32 },
    });
  });

  it('confirms a subscription with the current revision', async () => {
    await app.api.createBoard('here', ['h']);
    await app.api.push('h', 1);
    const client = await open();
    client.send('subscribe', { id: 'first', board: 'here' });
    const { epoch, revision } = await app.api.snapshot('here');
    expect(await client.next('subscribed')).toEqual({ id: 'first', board: 'here', epoch, revision });
    client.send('subscribe', { board: 'here' });
    expect(await client.next('subscribed')).toEqual({ board: 'here', epoch, revision });
  });

  it('sends every later change of subscribed boards, and nothing else', async () => {
    await app.api.createBoard('one', ['one']);
    await app.api.createBoard('two', ['two']);
    const client = await open();
    const { epoch, revision } = await client.subscribe('one');
    await app.api.push('two', 1);
    await app.api.push('one', 1);
    const notification = await client.next('changed');
    expect(notification).toEqual({ board: 'one', epoch, revision: expect.any(Number), spreadMs: 0 });
    expect(notification.revision).toBeGreaterThan(revision);
    const snapshot = await app.api.snapshot('one');
    expect([snapshot.revision, lastValue(snapshot.panels.p0?.frame)]).toEqual([notification.revision, 1]);

    client.send('unsubscribe', { board: 'one' });
    client.send('ping', {});
    await client.next('pong');
    await app.api.push('one', 2);
    await client.subscribe('two');
    await app.api.push('two', 2);
    expect(await client.next('changed')).toMatchObject({ board: 'two' });
    expect(client.received.filter(({ event }) => event !== 'heartbeat')).toEqual([]);
  });

  it('throttles a burst of 1,000 writes to one notification a second, and the last one has the last revision', async () => {
    await app.api.createBoard('burst', ['burst']);
    const client = await open();
    await client.subscribe('burst');
    const begun = performance.now();
    for (let value = 1; value <= 1_000; value += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => app.api.push('burst', value + i)));
    }
    await app.api.push('burst', -1);
    const { revision } = await app.api.snapshot('burst');
    const revisions: number[] = [];
    while ((revisions.at(-1) ?? 0) < revision) revisions.push((await client.next('changed')).revision);
    const seconds = (performance.now() - begun) / 1_000;

    expect(revisions.at(-1)).toBe(revision);
    expect([...revisions].sort((a, b) => a - b)).toEqual(revisions);
    expect(revisions.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    expect(await app.api.panelValue('burst')).toBe(-1);
  });

  it('denies subscriptions to unknown boards, and sends gone when a board is deleted', async () => {
    const client = await open();
    client.send('subscribe', { id: 1, board: 'nowhere' });
    expect(await client.next('denied')).toEqual({ id: 1, board: 'nowhere', status: 404 });
    await app.api.createBoard('leaving', []);
    await client.subscribe('leaving');
    await app.api.request('/api/v1/boards/leaving', { method: 'DELETE' });
    expect(await client.next('gone')).toEqual({ board: 'leaving', reason: 'deleted' });
    client.send('subscribe', { board: 'leaving' });
    expect(await client.next('denied')).toMatchObject({ board: 'leaving', status: 410 });
    await app.api.createBoard('leaving', ['back']);
    await client.subscribe('leaving');
    await app.api.push('back', 1);
    expect(await client.next('changed')).toMatchObject({ board: 'leaving' });
  });

  it('answers a ping', async () => {
    const client = await open();
    client.sendRaw('{"event":"ping"}');
    expect(await client.next('pong')).toEqual({});
  });

  it('keeps connections open after unknown events', async () => {
    const client = await open();
    for (let i = 0; i < 5; i++) {
      client.send('dance', {});
      expect(await client.next('error')).toMatchObject({ code: 'unknown_event', message: expect.stringMatching(/./) });
    }
    await client.subscribe('inbox');
  });

  it.each([
    ['invalid JSON', '{ not json'],
    ['a number', '7'],
    ['no event', '{"data":{}}'],
    ['an event that is not a string', '{"event":7}'],
    ['invalid data', '{"event":"subscribe","data":{"board":7}}'],
    ['no data', '{"event":"subscribe"}'],
    ['a binary message', Buffer.from('{"event":"ping"}')],
  ])('answers %s with the error bad_frame, and closes with 4400 after the third', async (_what, frame) => {
    const client = await open();
    for (let i = 0; i < 3; i++) {
      client.sendRaw(frame);
      expect(await client.next('error')).toMatchObject({ code: 'bad_frame', message: expect.stringMatching(/./) });
    }
    expect((await client.closed).code).toBe(4400);
  });

  it('rejects more than 32 boards per connection', async () => {
    for (let i = 0; i < 33; i++) await app.api.createBoard(`many-${i}`, []);
    const client = await open();
    for (let i = 0; i < 32; i++) await client.subscribe(`many-${i}`);
    client.send('subscribe', { id: 'last', board: 'many-32' });
    expect(await client.next('error')).toMatchObject({ id: 'last', code: 'too_many_boards' });
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('closes with 1009 after more than 4 KiB, and with 4429 above the rate limit', async () => {
    const oversized = await open();
    oversized.send('ping', { padding: 'x'.repeat(4_096) });
    expect((await oversized.closed).code).toBe(1009);

    const frequent = await open();
    for (let i = 0; i < 400; i++) frequent.send('ping', {});
    expect(await frequent.next('error')).toMatchObject({ code: 'rate_limited' });
    expect((await frequent.closed).code).toBe(4429);
  });

  it('does not affect other connections when it closes one', async () => {
    const [good, bad] = [await open(), await open()];
    await app.api.createBoard('calm', ['calm']);
    await good.subscribe('calm');
    for (let i = 0; i < 3; i++) bad.sendRaw('');
    expect((await bad.closed).code).toBe(4400);
    await app.api.push('calm', 1);
    expect(await good.next('changed')).toMatchObject({ board: 'calm' });
  });
});
