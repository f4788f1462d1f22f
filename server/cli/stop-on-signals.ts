import { constants } from 'node:os';

/** A stop that hangs is ended before supervisors lose patience at 10 s. */
const LONGEST_STOP_MS = 9_500;

/** npm passes on a signal that the terminal gave to its child already: both are one. */
const SAME_SIGNAL_MS = 100;

/**
 * The first SIGTERM or SIGINT stops the server politely and ends the process with 0; a second one ends it at once, with
 * 128 + the signal's number, as shells do.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const receive = (signal: 'SIGTERM' | 'SIGINT'): void => {
    const now = performance.now();
    if (stoppingSince !== undefined) {
      if (now - stoppingSince > SAME_SIGNAL_MS) process.exit(128 + constants.signals[signal]);
      return;
    }
    stoppingSince = now;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', receive);
  process.on('SIGINT', receive);
}
