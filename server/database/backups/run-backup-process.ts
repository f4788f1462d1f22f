import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./backup-process.js', import.meta.url));

/**
 * Copies the database of a data folder to a file (see `backUp`) in a process of its own. A thread would not do: while SQLite copies, it
 * could not be ended, and the server could not exit.
 *
 * @param signal ends the process when it is aborted
 * @param script runs `backUp` with its arguments
 * @param flags of Node
 * @throws Error that says why the copy failed
 */
export async function runBackupProcess(
  dataDir: string,
  target: string,
  signal: AbortSignal,
  script = SCRIPT,
  flags: readonly string[] = [],
): Promise<void> {
  const child = spawn(process.execPath, [...flags, script, dataDir, target], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', end);
  const [output] = await Promise.all([text(child.stderr), once(child, 'close')]).finally(() => {
    signal.removeEventListener('abort', end);
  });
  if (child.exitCode === 0) return;
  const reason = output.trim();
  throw new Error(reason === '' ? `The process ended with ${String(child.exitCode ?? child.signalCode)}.` : reason);
}
