/** What an outbox needs of a WebSocket. */
export interface Writable {
  /** Bytes that the network has not taken yet. */
  readonly bufferedAmount: number;
  send(data: string | Buffer, options: { binary: boolean }): void;
}

const TEXT = { binary: false };

/**
 * What is still to be sent to one viewer. While the network takes no more, the newest notice of each board waits and
 * replaces its elders, so that a slow viewer costs one notice a board and nobody's time.
 */
export class Outbox {
  private readonly held = new Map<string, Buffer>();
  /** Since when (ms) the network has taken nothing. */
  private stuckSince?: number;

  constructor(private readonly socket: Writable) {}

  /** Sends a board's notice, or holds it until the network takes more. */
  offer(board: string, notice: Buffer): void {
    if (this.socket.bufferedAmount > 0) this.held.set(board, notice);
    else this.socket.send(notice, TEXT);
  }

  /** Forgets what is held of a board that is no longer watched. */
  drop(board: string): void {
    this.held.delete(board);
  }

  /** Sends what is held if the network takes it again. Returns for how long (ms) it has been stuck. */
  flush(now: number): number {
    if (this.socket.bufferedAmount > 0) {
      this.stuckSince ??= now;
      return now - this.stuckSince;
    }
    this.stuckSince = undefined;
    for (const [board, notice] of this.held) {
      this.held.delete(board);
      this.socket.send(notice, TEXT);
      if (this.socket.bufferedAmount > 0) break;
    }
    return 0;
  }
}
