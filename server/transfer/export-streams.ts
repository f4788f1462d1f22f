import { Readable } from 'node:stream';
import { setImmediate as nextEventLoopIteration } from 'node:timers/promises';
import type { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';

/** The limit of concurrent exports. Each reads everything that is stored. */
export const MAX_EXPORTS = 4;

/** A client that receives nothing for this long is disconnected. */
const IDLE_TIMEOUT_MS = 60_000;

/** Limits the number of exports, and streams each at the speed of its client. */
export class ExportStreams {
  private running = 0;

  constructor(private readonly clock: Clock) {}

  /** @throws Problem 503 while `MAX_EXPORTS` exports run */
  open(chunks: AsyncIterable<Uint8Array>): Readable {
    if (this.running >= MAX_EXPORTS) {
      throw new Problem(503, `${MAX_EXPORTS} exports are running already. Try again when one has ended.`);
    }
    this.running += 1;
    const stream: Readable = Readable.from(
      this.withTimeout(chunks, () => stream.destroy()),
      { objectMode: false },
    );
    stream.once('close', () => (this.running -= 1));
    return stream;
  }

  private async *withTimeout(chunks: AsyncIterable<Uint8Array>, stop: () => void): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      const timeout = this.clock.after(IDLE_TIMEOUT_MS, stop);
      try {
        yield chunk;
      } finally {
        timeout.unsubscribe();
      }
      // A fast client must not keep the event loop from other work.
      await nextEventLoopIteration();
    }
  }
}
