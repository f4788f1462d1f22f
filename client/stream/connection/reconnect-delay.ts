const GROWTH = 1.5;
const MAX_MS = 30_000;
const MIN_MS = 100;
const JITTER = 0.25;

/**
 * Computes the delay before the next attempt to connect: `firstMs` x 1.5^n up to 30 s, +-25 %, where n is the number of
 * attempts since the last successful connection.
 */
export class ReconnectDelay {
  private attempts = 0;

  constructor(
    private readonly random: () => number,
    private readonly firstMs: () => number,
  ) {}

  /** Counts an attempt and returns the delay before it in ms. */
  next(): number {
    const first = Math.max(this.firstMs(), MIN_MS);
    const delay = Math.min(first * GROWTH ** this.attempts, Math.max(MAX_MS, first));
    this.attempts++;
    return delay * (1 - JITTER + 2 * JITTER * this.random());
  }

  /** Resets the delay after a successful connection. */
  reset(): void {
    this.attempts = 0;
  }
}
