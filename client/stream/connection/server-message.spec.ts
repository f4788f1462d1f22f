import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readServerMessage } from './server-message';

const read = (value: unknown): unknown => readServerMessage(JSON.stringify(value));

describe('readServerMessage', () => {
  it.each([
    { event: 'hello', data: { protocol: 1, epoch: 'k3v9', heartbeatMs: 25_000, maxBoards: 32 } },
    { event: 'subscribed', data: { id: 1, board: 'b', epoch: 'k3v9', revision: 4 } },
    { event: 'changed', data: { board: 'b', epoch: 'k3v9', revision: 4, spreadMs: 0 } },
    { event: 'gone', data: { board: 'b', reason: 'deleted' } },
    { event: 'denied', data: { board: 'b', status: 404 } },
    { event: 'heartbeat', data: {} },
    { event: 'pong', data: {} },
    { event: 'error', data: { code: 'rate_limited', message: 'Slower.' } },
    { event: 'drain', data: { graceMs: 3_000 } },
  ])('reads $event', (message) => {
    expect(read(message)).toEqual(message);
  });

  it('reads an event without data', () => {
    expect(read({ event: 'heartbeat' })).toEqual({ event: 'heartbeat', data: {} });
  });

  it.each([
    ['an unknown event', { event: 'shout', data: {} }],
    ['the name of an Object.prototype member', { event: 'toString', data: {} }],
    ['no event', { data: {} }],
    ['a list', [1]],
    ['null', null],
    ['a revision that is a string', { event: 'changed', data: { board: 'b', epoch: 'e', revision: '4', spreadMs: 0 } }],
    ['a negative revision', { event: 'subscribed', data: { board: 'b', epoch: 'e', revision: -1 } }],
    ['a changed without spread', { event: 'changed', data: { board: 'b', epoch: 'e', revision: 1 } }],
    ['data that is a list', { event: 'heartbeat', data: [] }],
  ])('rejects %s', (_, message) => {
    expect(read(message)).toBeUndefined();
  });

  it('rejects invalid JSON and binary messages', () => {
    expect(readServerMessage('{"event":')).toBeUndefined();
    expect(readServerMessage(new ArrayBuffer(4))).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (data) => {
        expect(() => readServerMessage(data)).not.toThrow();
      }),
    );
  });
});
