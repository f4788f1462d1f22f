import type { Clock } from './clock.js';

const PERIOD_MS = 1_000;

/** Writes at most one line a second of each kind, and says how many it left out: clients must not fill the disk with logs. */
export class LogLimiter {
  /** Of each kind that was written within the last second: how many more came. */
  private readonly suppressed = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /**
   * @param kind of line; there must be few
   * @param write writes the line
   * @param summarize writes that `count` more like it came within the second
   */
  write(kind: string, write: () => void, summarize: (count: number) => void): void {
    const count = this.suppressed.get(kind);
    if (count !== undefined) {
      this.suppressed.set(kind, count + 1);
      return;
    }
    this.suppressed.set(kind, 0);
    this.clock.after(PERIOD_MS, () => {
      const more = this.suppressed.get(kind) ?? 0;
      this.suppressed.delete(kind);
      if (more > 0) summarize(more);
    });
    write();
  }
}
