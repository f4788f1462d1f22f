import { constants } from 'node:os';

/** A stop that takes longer ends the process, before supervisors kill it after 10 s. */
const MAX_STOP_MS = 9_500;

/** npm forwards a signal that the terminal already sent to its child. Two signals within this time count as one. */
const SAME_SIGNAL_MS = 100;

/** How often a server that npx started checks whether the shell that npx runs has ended. */
const PARENT_CHECK_INTERVAL_MS = 500;

/**
 * Calls `stop` on the first SIGTERM or SIGINT, then exits with 0. A second signal exits at once with 128 plus the number of the
 * signal, as is usual in shells. A server that npx started also stops when the shell that npx runs has ended.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const handleSignal = (signal: 'SIGTERM' | 'SIGINT'): void => {
    const now = performance.now();
    if (stoppingSince !== undefined) {
      if (now - stoppingSince > SAME_SIGNAL_MS) process.exit(128 + constants.signals[signal]);
      return;
    }
    stoppingSince = now;
    setTimeout(() => {
      process.stderr.write(`The server did not stop within ${MAX_STOP_MS / 1_000} s, so it exits now.\n`);
      process.exit(1);
    }, MAX_STOP_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', handleSignal);
  process.on('SIGINT', handleSignal);
  // npx runs a shell, which ends on SIGTERM without passing it on.
  if (process.env.npm_lifecycle_event === 'npx') {
    onEndOfParent(() => {
      if (stoppingSince === undefined) handleSignal('SIGTERM');
    });
  }
}

function onEndOfParent(handle: () => void): void {
  const parent = process.ppid;
  const checking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(checking);
    handle();
  }, PARENT_CHECK_INTERVAL_MS).unref();
}
