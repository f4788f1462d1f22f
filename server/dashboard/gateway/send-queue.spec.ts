import { beforeEach, describe, expect, it } from '@jest/globals';
import { SendQueue } from './send-queue.js';

class FakeSocket {
  bufferedAmount = 0;
  readonly sent: string[] = [];

  send(data: string | Buffer): void {
    this.sent.push(data.toString());
  }
}

describe('SendQueue', () => {
  let socket: FakeSocket;
  let outbox: SendQueue;
  const offer = (board: string, text: string): void => {
    outbox.enqueue(board, Buffer.from(text));
  };

  beforeEach(() => {
    socket = new FakeSocket();
    outbox = new SendQueue(socket);
  });

  it('sends at once while the network accepts data', () => {
    offer('a', 'a1');
    offer('a', 'a2');
    expect(socket.sent).toEqual(['a1', 'a2']);
  });

  it('keeps only the newest notification of each board while the network accepts nothing', () => {
    socket.bufferedAmount = 1;
    for (let i = 1; i <= 1_000; i++) offer('a', `a${i}`);
    offer('b', 'b1');
    expect(socket.sent).toEqual([]);
    socket.bufferedAmount = 0;
    expect(outbox.flush(0)).toBe(0);
    expect(socket.sent).toEqual(['a1000', 'b1']);
    outbox.flush(1_000);
    expect(socket.sent).toHaveLength(2);
  });

  it('reports for how long the network has accepted nothing, and starts again from 0 after it did', () => {
    socket.bufferedAmount = 1;
    expect(outbox.flush(1_000)).toBe(0);
    expect(outbox.flush(15_000)).toBe(14_000);
    socket.bufferedAmount = 0;
    expect(outbox.flush(16_000)).toBe(0);
    socket.bufferedAmount = 1;
    expect(outbox.flush(17_000)).toBe(0);
  });

  it('removes the pending notification of a board that is unsubscribed', () => {
    socket.bufferedAmount = 1;
    offer('a', 'a1');
    outbox.remove('a');
    socket.bufferedAmount = 0;
    outbox.flush(0);
    expect(socket.sent).toEqual([]);
  });
});
