import type { FuzzReport, FuzzReporter } from './fuzz-reporter.js';

export interface FuzzOptions {
  /** The URL of the server, like `http://127.0.0.1:3000`. */
  readonly base: string;
  readonly seed: number;
  /** How many requests, messages or handshakes to send. */
  readonly count: number;
  /** How many connections to use at a time. */
  readonly concurrency?: number;
}

/** Calls `run` for each number below `count`, concurrently, until all calls are done or the server is gone. */
export async function runConcurrently(
  { count, concurrency = 32 }: FuzzOptions,
  reporter: FuzzReporter,
  run: (index: number) => Promise<void>,
): Promise<FuzzReport> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count && !reporter.isServerGone) {
      const index = next;
      next += 1;
      await run(index);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return reporter.finish();
}

export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
