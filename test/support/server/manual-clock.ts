import { VirtualTimeScheduler } from 'rxjs';
import { Clock } from '../../../server/common/time/clock.js';

/** A clock that stands still until it is told to move. */
export class ManualClock extends Clock {
  private readonly virtual: VirtualTimeScheduler;
  private offset = 0;

  constructor(start = Date.UTC(2026, 0, 1)) {
    const virtual = new VirtualTimeScheduler(undefined, 0);
    super(virtual);
    virtual.now = () => start + virtual.frame + this.offset;
    this.virtual = virtual;
  }

  /** How much waits for its time. */
  get pendingTimers(): number {
    return this.virtual.actions.filter(({ closed }) => !closed).length;
  }

  /** Runs everything that is due within the next `ms`, in order, and stands at their end. */
  advance(ms: number): void {
    this.virtual.maxFrames = this.virtual.frame + ms;
    this.virtual.flush();
    this.virtual.frame = this.virtual.maxFrames;
  }

  /** Sets the time forth or back, as NTP and people do. No time passes, and what waits waits on. */
  adjust(byMs: number): void {
    this.offset += byMs;
  }

  /** Like `advance`, but lets promises settle between the steps. */
  async advanceAsync(ms: number, step = Math.max(1, Math.min(ms, 50))): Promise<void> {
    for (let left = ms; left > 0; left -= step) {
      this.advance(Math.min(step, left));
      await settle();
    }
  }
}

/** Lets all promise callbacks and immediate callbacks that are due run. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
