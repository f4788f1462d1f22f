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
  it('says hello first of all', async () => {
    const viewer = await open();
    await viewer.roundTrip();
    expect(viewer.received[0]).toEqual({
      event: 'hello',
      data: { protocol: 1, epoch: (await app.api.snapshot('inbox')).epoch, heartbeatMs: 25_000, maxBoards: 32 },
    });
  });

  it('subscribes at the present revision', async () => {
    await app.api.createBoard('here', ['h']);
    await app.api.push('h', 1);
    const viewer = await open();
    viewer.send('subscribe', { id: 'first', board: 'here' });
    const { epoch, revision } = await app.api.snapshot('here');
    expect(await viewer.next('subscribed')).toEqual({ id: 'first', board: 'here', epoch, revision });
    viewer.send('subscribe', { board: 'here' });
    expect(await viewer.next('subscribed')).toEqual({ board: 'here', epoch, revision });
  });

  it('tells of every change that comes after, and of nothing else', async () => {
    await app.api.createBoard('one', ['one']);
    await app.api.createBoard('two', ['two']);
    const viewer = await open();
    const { epoch, revision } = await viewer.subscribe('one');
    await app.api.push('two', 1);
    await app.api.push('one', 1);
    const notice = await viewer.next('changed');
    expect(notice).toEqual({ board: 'one', epoch, revision: expect.any(Number), spreadMs: 0 });
    expect(notice.revision).toBeGreaterThan(revision);
    const snapshot = await app.api.snapshot('one');
    expect([snapshot.revision, lastValue(snapshot.panels.p0?.frame)]).toEqual([notice.revision, 1]);

    viewer.send('unsubscribe', { board: 'one' });
    viewer.send('ping', {});
    await viewer.next('pong');
    await app.api.push('one', 2);
    await viewer.subscribe('two');
    await app.api.push('two', 2);
    expect(await viewer.next('changed')).toMatchObject({ board: 'two' });
    expect(viewer.received.filter(({ event }) => event !== 'heartbeat')).toEqual([]);
  });

  it('throttles a burst of 1,000 writes to one notice a second, and the last one tells of the last value', async () => {
    await app.api.createBoard('burst', ['burst']);
    const viewer = await open();
    await viewer.subscribe('burst');
    const begun = performance.now();
    for (let value = 1; value <= 1_000; value += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => app.api.push('burst', value + i)));
    }
    await app.api.push('burst', -1);
    const { revision } = await app.api.snapshot('burst');
    const told: number[] = [];
    while ((told.at(-1) ?? 0) < revision) told.push((await viewer.next('changed')).revision);
    const seconds = (performance.now() - begun) / 1_000;

    expect(told.at(-1)).toBe(revision);
    expect([...told].sort((a, b) => a - b)).toEqual(told);
    expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    expect(await app.api.panelValue('burst')).toBe(-1);
  });

  it('denies what is not there, and says when a board is gone', async () => {
    const viewer = await open();
    viewer.send('subscribe', { id: 1, board: 'nowhere' });
    expect(await viewer.next('denied')).toEqual({ id: 1, board: 'nowhere', status: 404 });
    await app.api.createBoard('leaving', []);
    await viewer.subscribe('leaving');
    await app.api.request('/api/v1/boards/leaving', { method: 'DELETE' });
    expect(await viewer.next('gone')).toEqual({ board: 'leaving', reason: 'deleted' });
    viewer.send('subscribe', { board: 'leaving' });
    expect(await viewer.next('denied')).toMatchObject({ board: 'leaving', status: 410 });
    await app.api.createBoard('leaving', ['back']);
    await viewer.subscribe('leaving');
    await app.api.push('back', 1);
    expect(await viewer.next('changed')).toMatchObject({ board: 'leaving' });
  });

  it('answers a ping', async () => {
    const viewer = await open();
    viewer.sendRaw('{"event":"ping"}');
    expect(await viewer.next('pong')).toEqual({});
  });

  it('does not hold unknown events against anybody', async () => {
    const viewer = await open();
    for (let i = 0; i < 5; i++) {
      viewer.send('dance', {});
      expect(await viewer.next('error')).toMatchObject({ code: 'unknown_event', message: expect.stringMatching(/./) });
    }
    await viewer.subscribe('inbox');
  });

  it.each([
    ['no JSON', '{ not json'],
    ['no object', '7'],
    ['no event', '{"data":{}}'],
    ['an event that is no string', '{"event":7}'],
    ['wrong data', '{"event":"subscribe","data":{"board":7}}'],
    ['no data', '{"event":"subscribe"}'],
    ['a binary frame', Buffer.from('{"event":"ping"}')],
  ])('takes %s for a bad frame: the third closes with 4400', async (_what, frame) => {
    const viewer = await open();
    for (let i = 0; i < 3; i++) {
      viewer.sendRaw(frame);
      expect(await viewer.next('error')).toMatchObject({ code: 'bad_frame', message: expect.stringMatching(/./) });
    }
    expect((await viewer.closed).code).toBe(4400);
  });

  it('refuses more than 32 boards a connection', async () => {
    for (let i = 0; i < 33; i++) await app.api.createBoard(`many-${i}`, []);
    const viewer = await open();
    for (let i = 0; i < 32; i++) await viewer.subscribe(`many-${i}`);
    viewer.send('subscribe', { id: 'last', board: 'many-32' });
    expect(await viewer.next('error')).toMatchObject({ id: 'last', code: 'too_many_boards' });
    expect(viewer.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('closes with 1009 over 4 KiB, and with 4429 over the rate', async () => {
    const loud = await open();
    loud.send('ping', { padding: 'x'.repeat(4_096) });
    expect((await loud.closed).code).toBe(1009);

    const hasty = await open();
    for (let i = 0; i < 400; i++) hasty.send('ping', {});
    expect(await hasty.next('error')).toMatchObject({ code: 'rate_limited' });
    expect((await hasty.closed).code).toBe(4429);
  });

  it('keeps what one does from the others', async () => {
    const [good, bad] = [await open(), await open()];
    await app.api.createBoard('calm', ['calm']);
    await good.subscribe('calm');
    for (let i = 0; i < 3; i++) bad.sendRaw('');
    expect((await bad.closed).code).toBe(4400);
    await app.api.push('calm', 1);
    expect(await good.next('changed')).toMatchObject({ board: 'calm' });
  });
});
