/** What came of an attack, in the attacker's eyes. */
export interface FuzzReport {
  /** Requests, messages or handshakes that were sent. */
  readonly sent: number;
  /** How often each outcome came: a status, a code of a closed connection, or a word. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What must not have come, in words; of many the first. */
  readonly failures: readonly string[];
}

const MAX_FAULTS = 20;
/** Refused one after another: nobody listens any more. */
const MAX_REFUSED = 50;

export class FuzzReporter {
  private readonly outcomes = new Map<string, number>();
  private readonly failures: string[] = [];
  private sent = 0;
  private refusedConnections = 0;

  /** Whether the server is gone, so that there is nothing left to attack. */
  get isOver(): boolean {
    return this.refusedConnections >= MAX_REFUSED;
  }

  count(outcome: string | number, sent = 1): void {
    this.sent += sent;
    this.outcomes.set(String(outcome), (this.outcomes.get(String(outcome)) ?? 0) + 1);
    this.refusedConnections = outcome === 'ECONNREFUSED' ? this.refusedConnections + 1 : 0;
  }

  fail(words: string): void {
    if (this.failures.length < MAX_FAULTS) this.failures.push(words);
  }

  finish(): FuzzReport {
    if (this.isOver) this.fail('the server no longer listens');
    return { sent: this.sent, outcomes: Object.fromEntries(this.outcomes), failures: this.failures };
  }
}

export interface FuzzOptions {
  /** `http://127.0.0.1:3000` */
  readonly base: string;
  readonly seed: number;
  readonly count: number;
  /** How many connections attack side by side. */
  readonly concurrency?: number;
}

/** Runs `act` for each number below `count`, in lanes side by side, until all are done or the server is gone. */
export async function runConcurrently(
  { count, concurrency: lanes = 32 }: FuzzOptions,
  reporter: FuzzReporter,
  act: (index: number) => Promise<void>,
): Promise<FuzzReport> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count && !reporter.isOver) {
      const index = next;
      next += 1;
      await act(index);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return reporter.finish();
}

export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
