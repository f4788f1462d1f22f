import { spawn } from 'node:child_process';
import { dirname, delimiter } from 'node:path';
import { text } from 'node:stream/consumers';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The variables in which npm describes this repository to its scripts. Commands in other folders must not get them. */
const NPM_VARIABLES = /^npm_(package|lifecycle|command|execpath|config_local_prefix)/;

/** Runs a program, with the Node of the tests first in its path. */
export async function runCommand(
  cwd: string,
  command: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<CommandResult> {
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...commandEnvironment(), ...env },
  });
  const [code, stdout, stderr] = await Promise.all([
    new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
}

/** Runs a program that is expected to succeed, and returns its standard output. */
export async function outputOf(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(cwd, command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** Installs packages from the registry, or from npm's cache if they are there. */
export async function npmInstall(folder: string, ...packages: readonly string[]): Promise<void> {
  await outputOf(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...packages);
}

export function commandEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NPM_VARIABLES.test(name));
  return {
    ...Object.fromEntries(inherited),
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
  };
}
