import type { Clock } from '../time/clock.js';

const PERIOD_MS = 1_000;

/** Writes at most one line per second and kind, then the number of suppressed ones, so that clients cannot fill the disk with logs. */
export class LogLimiter {
  /** By kind: when its last line was written (ms), and how many lines were suppressed since then. */
  private readonly last = new Map<string, { readonly at: number; suppressed: number }>();

  constructor(private readonly clock: Clock) {}

  /**
   * @param kind groups lines; there must be few kinds
   * @param write writes the line
   * @param summarize writes that `count` more lines of this kind were suppressed
   */
  write(kind: string, write: () => void, summarize: (count: number) => void): void {
    const last = this.last.get(kind);
    const age = last ? this.clock.now() - last.at : PERIOD_MS;
    // The age is negative if the clock was set back.
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
