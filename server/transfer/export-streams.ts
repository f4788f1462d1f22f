import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';

/** Exports that run at the same time: each reads all that is stored. */
export const MAX_EXPORTS = 4;

/** A client that takes nothing for this long has left without saying so. */
const IDLE_TIMEOUT_MS = 60_000;

/** Exports under way, as streams that make their next chunk when the client has taken the one before. */
export class ExportStreams {
  private running = 0;

  constructor(private readonly clock: Clock) {}

  /** @throws Problem 503 while `MAX_EXPORTS` exports run */
  open(chunks: AsyncIterable<Uint8Array>): Readable {
    if (this.running >= MAX_EXPORTS) {
      throw new Problem(503, `${MAX_EXPORTS} exports are running already: try again when one has ended.`);
    }
    this.running += 1;
    const stream: Readable = Readable.from(
      this.watched(chunks, () => stream.destroy()),
      { objectMode: false },
    );
    stream.once('close', () => (this.running -= 1));
    return stream;
  }

  private async *watched(chunks: AsyncIterable<Uint8Array>, giveUp: () => void): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      const timeout = this.clock.after(IDLE_TIMEOUT_MS, giveUp);
      try {
        yield chunk;
      } finally {
        timeout.unsubscribe();
      }
      // A socket that takes everything at once would leave no turn to anything else.
      await nextTurn();
    }
  }
}
