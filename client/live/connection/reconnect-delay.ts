const GROWTH = 1.5;
const LONGEST_MS = 30_000;
const SHORTEST_MS = 100;
const JITTER = 0.25;

/**
 * How long to wait before the next connection: `firstMs` x 1.5^n up to 30 s, +-25 %, where n counts the attempts since
 * a connection last proved good.
 */
export class ReconnectDelay {
  private attempts = 0;

  constructor(
    private readonly random: () => number,
    private readonly firstMs: () => number,
  ) {}

  /** Counts an attempt and says how many milliseconds to wait before it. */
  next(): number {
    const first = Math.max(this.firstMs(), SHORTEST_MS);
    const delay = Math.min(first * GROWTH ** this.attempts, Math.max(LONGEST_MS, first));
    this.attempts++;
    return delay * (1 - JITTER + 2 * JITTER * this.random());
  }

  /** The connection proved good. */
  reset(): void {
    this.attempts = 0;
  }
}
