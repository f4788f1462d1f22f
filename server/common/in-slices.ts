import { setImmediate as nextTurn } from 'node:timers/promises';

/** Items handled before the event loop gets its turn. */
const SLICE_SIZE = 100;

/** A slice ends earlier than that if it takes this long. */
const SLICE_MS = 4;

/**
 * Does `work` for every item, in slices that let the event loop breathe: 5,000 sockets in one go would block it for
 * 150 ms. `work` must not throw.
 */
export async function forEachInSlices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let count = 0;
  let begun = performance.now();
  for (const item of items) {
    if (count === SLICE_SIZE || performance.now() - begun > SLICE_MS) {
      await nextTurn();
      count = 0;
      begun = performance.now();
    }
    work(item);
    count++;
  }
}
