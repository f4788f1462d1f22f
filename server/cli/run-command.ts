import { StartupError } from '../common/errors/startup-error.js';

/** Runs a command of the shell: prints what it did, or why it could not, and ends with 1 then. */
export async function runCommand(
  what: string,
  work: (args: readonly string[]) => string | Promise<string>,
): Promise<void> {
  try {
    process.stdout.write(`${await work(process.argv.slice(2))}\n`);
  } catch (error) {
    const words = error instanceof StartupError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`Boardcast cannot ${what}. ${words ?? ''}\n`);
    process.exitCode = 1;
  }
}
