import { setImmediate as nextEventLoopIteration } from 'node:timers/promises';

/** The longest time for which work may block the event loop. */
const MAX_SLICE_MS = 4;

/** The most items that `forEachInSlices` handles without a pause. */
const MAX_SLICE_ITEMS = 100;

/** Divides long work into slices: call `if (slices.isOver) await slices.next()` wherever the work can be interrupted. */
export class TimeSlices {
  private startedAt = performance.now();

  get isOver(): boolean {
    return performance.now() - this.startedAt > MAX_SLICE_MS;
  }

  /** Lets the event loop do other work, then starts the next slice. */
  async next(): Promise<void> {
    await nextEventLoopIteration();
    this.startedAt = performance.now();
  }
}

/**
 * Calls `work` for every item, in slices. Without them, sending to 5,000 sockets blocks the event loop for 150 ms.
 *
 * @param work must not throw
 */
export async function forEachInSlices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  const slices = new TimeSlices();
  let count = 0;
  for (const item of items) {
    if (count === MAX_SLICE_ITEMS || slices.isOver) {
      await slices.next();
      count = 0;
    }
    work(item);
    count += 1;
  }
}
