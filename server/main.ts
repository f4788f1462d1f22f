// The program: `npm start`, and `npx boardcast` with its commands. Modules are imported when they are needed, so that `--help` is fast.
import { type CommandLine, type CommandName, parseCommandLine, UsageError } from './cli/command-line.js';
import { helpText } from './cli/help.js';
import { StartupError } from './common/errors/startup-error.js';
import { PACKAGE_ROOT, PACKAGE_VERSION } from './config/package-root.js';

const FAILED = 1;
const WRONG_USAGE = 2;

/** Runs a command. Returns what to print, if anything. */
type Command = (commandLine: CommandLine, environment: NodeJS.ProcessEnv) => Promise<string | undefined>;

/** The commands. `action` completes the message "Boardcast cannot …". */
const COMMANDS: Readonly<Record<CommandName, { readonly action: string; readonly run: Command }>> = {
  start: {
    action: 'start',
    run: async (_commandLine, environment) => {
      await (await import('./start-server.js')).startServer(environment);
      return undefined;
    },
  },
  backup: { action: 'back up', run: async (...input) => (await import('./cli/backup.js')).backup(...input) },
  restore: { action: 'restore', run: async (...input) => (await import('./cli/restore.js')).restore(...input) },
  'new-source': {
    action: 'create the source',
    run: async (commandLine) => (await import('./cli/new-source.js')).newSource(commandLine),
  },
};

async function runProgram(args: readonly string[]): Promise<void> {
  const commandLine = parseCommandLine(args);
  if (commandLine.command === 'help') print(helpText());
  else if (commandLine.command === 'version') print(PACKAGE_VERSION);
  else await runCommand(commandLine.command, commandLine);
}

async function runCommand(name: CommandName, commandLine: CommandLine): Promise<void> {
  const { action, run } = COMMANDS[name];
  try {
    (await import('./cli/check-peer-packages.js')).checkPeerPackages(PACKAGE_ROOT);
    const result = await run(commandLine, { ...process.env, ...commandLine.variables });
    if (result !== undefined) print(result);
  } catch (error) {
    const reason = error instanceof StartupError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`Boardcast cannot ${action}. ${reason ?? ''}\n`);
    // A server that failed to start may still have threads.
    process.exit(FAILED);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await runProgram(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message} Show the commands and options with: npx boardcast --help\n`);
  process.exitCode = WRONG_USAGE;
}
