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
  let queue: SendQueue;
  const enqueue = (board: string, text: string): void => {
    queue.enqueue(board, Buffer.from(text));
  };

  beforeEach(() => {
    socket = new FakeSocket();
    queue = new SendQueue(socket);
  });

  it('sends at once while the network accepts data', () => {
    enqueue('a', 'a1');
    enqueue('a', 'a2');
    expect(socket.sent).toEqual(['a1', 'a2']);
  });

  it('keeps only the newest notification of each board while the network accepts nothing', () => {
    socket.bufferedAmount = 1;
    for (let i = 1; i <= 1_000; i++) enqueue('a', `a${i}`);
    enqueue('b', 'b1');
    expect(socket.sent).toEqual([]);
    socket.bufferedAmount = 0;
    expect(queue.flush(0)).toBe(0);
    expect(socket.sent).toEqual(['a1000', 'b1']);
    queue.flush(1_000);
    expect(socket.sent).toHaveLength(2);
  });

  it('reports for how long the network has accepted nothing, and starts again from 0 after it did', () => {
    socket.bufferedAmount = 1;
    expect(queue.flush(1_000)).toBe(0);
    expect(queue.flush(15_000)).toBe(14_000);
    socket.bufferedAmount = 0;
    expect(queue.flush(16_000)).toBe(0);
    socket.bufferedAmount = 1;
    expect(queue.flush(17_000)).toBe(0);
  });

  it('removes the pending notification of a board that is unsubscribed', () => {
    socket.bufferedAmount = 1;
    enqueue('a', 'a1');
    queue.remove('a');
    socket.bufferedAmount = 0;
    queue.flush(0);
    expect(socket.sent).toEqual([]);
  });
});
