import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeSocket } from '../../stream/testing/fake-socket';
import { FakeFetch } from '../../stream/testing/fake-fetch';
import { openBoard } from './open-board';

describe('openBoard in a page', () => {
  let fetch: FakeFetch;
  let sockets: string[];
  const original = globalThis.WebSocket as typeof WebSocket | undefined;

  beforeEach(() => {
    fetch = new FakeFetch();
    sockets = [];
    globalThis.WebSocket = class extends FakeSocket {
      constructor(url: string) {
        super();
        sockets.push(url);
      }
    } as unknown as typeof WebSocket;
  });
  afterEach(() => {
    fetch.restore();
    globalThis.WebSocket = original as typeof WebSocket;
  });

  it.each([
    [undefined, 'localhost'],
    ['/boardcast/', 'localhost/boardcast'],
    ['http://boards.example.com/', 'boards.example.com'],
  ])('with the address %s connects to %s', (url, base) => {
    const board = openBoard({ url, board: 'shop', range: '6h' });
    expect(fetch.calls.map(({ url }) => url)).toEqual([
      `http://${base}/api/v1/config`,
      `http://${base}/api/v1/boards/shop/data?range=6h`,
    ]);
    expect(sockets).toEqual([`ws://${base}/ws/dashboard`]);
    expect(board.state.status.state).toBe('connecting');
    board.close();
    expect(fetch.calls.map(({ init }) => init?.signal?.aborted)).toEqual([true, true]);
  });

  it.each([undefined, null, '', 5])('rejects %p instead of the slug of a board, and connects to nothing', (slug) => {
    const invalid = slug as unknown as string;
    expect(() => openBoard({ board: invalid })).toThrow('Pass the slug of a board');
    expect([fetch.calls, sockets]).toEqual([[], []]);
    const board = openBoard({ board: 'shop' });
    expect(() => {
      board.show(invalid);
    }).toThrow('Pass the slug of a board');
    expect(fetch.calls).toHaveLength(2);
    board.close();
  });

  it.each([
    null,
    5,
    '3h',
    {},
    { from: 1 },
    { from: NaN, to: 1 },
    { from: new Date(0), to: new Date(1) },
    { from: 2, to: 1 },
  ])('rejects %p instead of a range', (range) => {
    expect(() => openBoard({ board: 'shop', range: range as never })).toThrow('The range must be one of 15m, 1h,');
    expect(sockets).toEqual([]);
  });

  it.each([undefined, '7d', { from: 1, to: 2 }, { from: 0.1, to: 2.5 }] as const)('accepts the range %p', (range) => {
    openBoard({ board: 'shop', range }).close();
    expect(sockets).toHaveLength(1);
  });
});
