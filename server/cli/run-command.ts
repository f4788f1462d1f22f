import { StartupError } from '../common/errors/startup-error.js';

/**
 * Runs a shell command and prints its result. If it fails, prints the reason and exits with 1.
 * @param action what the command does, to follow "Boardcast cannot"
 */
export async function runCommand(
  action: string,
  work: (args: readonly string[]) => string | Promise<string>,
): Promise<void> {
  try {
    process.stdout.write(`${await work(process.argv.slice(2))}\n`);
  } catch (error) {
    const reason = error instanceof StartupError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`Boardcast cannot ${action}. ${reason ?? ''}\n`);
    process.exitCode = 1;
  }
}
