import type { Clock } from '../time/clock.js';

const PERIOD_MS = 1_000;

/** Writes at most one line a second of each kind, and says how many it left out: clients must not fill the disk with logs. */
export class LogLimiter {
  /** Of each kind: when (ms) its last line was written, and how many have come since that were not. */
  private readonly last = new Map<string, { readonly at: number; suppressed: number }>();

  constructor(private readonly clock: Clock) {}

  /**
   * @param kind of line; there must be few
   * @param write writes the line
   * @param summarize writes that `count` more like it came within the second
   */
  write(kind: string, write: () => void, summarize: (count: number) => void): void {
    const last = this.last.get(kind);
    const age = last ? this.clock.now() - last.at : PERIOD_MS;
    // An age below 0: the clock was set back.
    if (!last || (last.suppressed === 0 && (age < 0 || age >= PERIOD_MS))) {
      this.last.set(kind, { at: this.clock.now(), suppressed: 0 });
      write();
      return;
    }
    last.suppressed += 1;
    if (last.suppressed > 1) return;
    this.clock.after(PERIOD_MS - age, () => {
      this.last.delete(kind);
      summarize(last.suppressed);
    });
  }
}
