import type { Clock } from '../../common/time/clock.js';
import { Problem } from '../../common/errors/problem.js';

const IDLE = Symbol('idle');

/**
 * Passes on the chunks of a body, with a time limit for each. Only waiting for the client counts, not the time that the reader
 * takes.
 *
 * @throws Problem 408 if no chunk arrives for `idleMs`, 400 if the client disconnects before the end; problems of the body itself
 */
export async function* receivedChunks(
  chunks: AsyncIterable<Uint8Array>,
  idleMs: number,
  clock: Clock,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let isWaiting = false;
  try {
    for (;;) {
      isWaiting = true;
      const result = await firstOf(iterator.next(), idleMs, clock);
      if (result === IDLE) {
        throw new Problem(
          408,
          `Nothing was received for ${Math.round(idleMs / 1_000)} s. What was received before is stored; send the whole file again.`,
        );
      }
      isWaiting = false;
      if (result.done) return;
      yield result.value;
    }
  } finally {
    // While `next` is pending, `return` would wait for it, and nothing would handle a rejection.
    if (!isWaiting) await iterator.return?.();
  }
}

async function firstOf<T>(next: Promise<T>, idleMs: number, clock: Clock): Promise<T | typeof IDLE> {
  const idle = Promise.withResolvers<typeof IDLE>();
  const timer = clock.after(idleMs, () => {
    idle.resolve(IDLE);
  });
  try {
    return await Promise.race([next, idle.promise]);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(400, 'The connection ended before the body did.');
  } finally {
    timer.unsubscribe();
    next.catch(() => undefined);
  }
}
