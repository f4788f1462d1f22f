/** The part of a WebSocket that a send queue needs. */
export interface Writable {
  /** Bytes that are not sent to the network yet. */
  readonly bufferedAmount: number;
  send(data: string | Buffer, options: { binary: boolean }): void;
}

const TEXT = { binary: false };

/**
 * Sends change notifications over one connection. While the network accepts no more, only the latest notification per board
 * is kept, so a slow client uses bounded memory and delays no other client.
 */
export class SendQueue {
  private readonly pending = new Map<string, Buffer>();
  /** Since when (ms) the network has accepted nothing. */
  private blockedSince?: number;

  constructor(private readonly socket: Writable) {}

  /** Sends a board's notification, or keeps it until the network accepts more. */
  enqueue(board: string, notification: Buffer): void {
    if (this.socket.bufferedAmount > 0) this.pending.set(board, notification);
    else this.socket.send(notification, TEXT);
  }

  /** Removes the pending notification of a board that is no longer subscribed. */
  remove(board: string): void {
    this.pending.delete(board);
  }

  /**
   * Sends pending notifications if the network accepts them again.
   * @param now in ms
   * @returns for how long (ms) the network has accepted nothing
   */
  flush(now: number): number {
    if (this.socket.bufferedAmount > 0) {
      this.blockedSince ??= now;
      return now - this.blockedSince;
    }
    this.blockedSince = undefined;
    for (const [board, notification] of this.pending) {
      this.pending.delete(board);
      this.socket.send(notification, TEXT);
      if (this.socket.bufferedAmount > 0) break;
    }
    return 0;
  }
}
