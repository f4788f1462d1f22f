import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longer than this nothing may keep the event loop from its other work. */
const SLICE_MS = 4;

/** Cuts long work into slices: `if (slices.isOver) await slices.next()` at every place where it can be interrupted. */
export class TimeSlices {
  private begun = performance.now();

  get isOver(): boolean {
    return performance.now() - this.begun > SLICE_MS;
  }

  /** Lets the event loop have its turn, and begins the next slice. */
  async next(): Promise<void> {
    await nextTurn();
    this.begun = performance.now();
  }
}
