/** The result of a fuzz run. */
export interface FuzzReport {
  /** The number of requests, messages or handshakes that were sent. */
  readonly sent: number;
  /** How often each outcome occurred: a status, a close code or an error code. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Descriptions of what must not occur; only the first ones if there are many. */
  readonly failures: readonly string[];
}

const MAX_FAILURES = 20;
/** After so many refused connections in a row, the server is considered gone. */
const MAX_REFUSED = 50;

export class FuzzReporter {
  private readonly outcomes = new Map<string, number>();
  private readonly failures: string[] = [];
  private sent = 0;
  private refusedInRow = 0;

  /** Whether the server no longer accepts connections. */
  get isServerGone(): boolean {
    return this.refusedInRow >= MAX_REFUSED;
  }

  count(outcome: string | number, sent = 1): void {
    this.sent += sent;
    this.outcomes.set(String(outcome), (this.outcomes.get(String(outcome)) ?? 0) + 1);
    this.refusedInRow = outcome === 'ECONNREFUSED' ? this.refusedInRow + 1 : 0;
  }

  fail(description: string): void {
    if (this.failures.length < MAX_FAILURES) this.failures.push(description);
  }

  finish(): FuzzReport {
    if (this.isServerGone) this.fail('the server no longer accepts connections');
    return { sent: this.sent, outcomes: Object.fromEntries(this.outcomes), failures: this.failures };
  }
}
