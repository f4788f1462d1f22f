import { Subject, VirtualTimeScheduler, firstValueFrom } from 'rxjs';
import { Clock } from '../../../server/common/time/clock.js';

class ManualScheduler extends VirtualTimeScheduler {
  readonly started$ = new Subject<void>();

  override schedule: VirtualTimeScheduler['schedule'] = (...timer) => {
    const subscription = super.schedule(...timer);
    this.started$.next();
    return subscription;
  };
}

/** A clock that moves only when a test advances it. */
export class ManualClock extends Clock {
  private readonly virtual: ManualScheduler;
  private offset = 0;

  constructor(start = Date.UTC(2026, 0, 1)) {
    const virtual = new ManualScheduler(undefined, 0);
    super(virtual);
    virtual.now = () => start + virtual.frame + this.offset;
    this.virtual = virtual;
  }

  /** The number of timers that wait. */
  get pendingTimers(): number {
    return this.virtual.actions.filter(({ closed }) => !closed).length;
  }

  /** Waits until the next timer starts. */
  async nextTimer(): Promise<void> {
    await firstValueFrom(this.virtual.started$);
  }

  /** Advances the clock by `ms`, and runs the timers that become due, in order. */
  advance(ms: number): void {
    this.virtual.maxFrames = this.virtual.frame + ms;
    this.virtual.flush();
    this.virtual.frame = this.virtual.maxFrames;
  }

  /** Adjusts the time of day forward or back, as NTP and users do. No time passes, and timers keep waiting. */
  adjust(byMs: number): void {
    this.offset += byMs;
  }

  /** Advances the clock by `ms` in steps of `step` ms, and lets promises settle between the steps. */
  async advanceAsync(ms: number, step = Math.max(1, Math.min(ms, 50))): Promise<void> {
    for (let left = ms; left > 0; left -= step) {
      this.advance(Math.min(step, left));
      await settle();
    }
  }
}

/** Waits until all promise callbacks and immediates that are due have run. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
