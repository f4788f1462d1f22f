/** Runs at most `max` tasks at a time; the others wait and start in the order in which they came. */
export class ConcurrencyLimiter {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly max: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.max) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The next task takes over the slot, so that no new task can take it first.
      if (next) next();
      else this.running -= 1;
    }
  }
}
