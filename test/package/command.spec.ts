import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { INSTALLED } from '../support/package/installed-package.js';
import { commandEnvironment, runCommand } from '../support/package/run-command.js';
import { useTempDirPerTest } from '../support/use-temp-dir.js';

const NPX = ['--no-install', 'boardcast'];

const npx = (...args: string[]): ReturnType<typeof runCommand> => runCommand(INSTALLED, 'npx', [...NPX, ...args]);

describe('npx boardcast', () => {
  let dataDir: string;
  useTempDirPerTest((path) => (dataDir = path));

  it('prints its version', async () => {
    const { code, stdout } = await npx('--version');
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(code).toBe(0);
  });

  it('exits with 2 if there is no such command', async () => {
    const { code, stderr } = await npx('serve');
    expect(stderr).toContain("There is no command 'serve'.");
    expect(code).toBe(2);
  });

  it('starts the server, and stops it when npx gets SIGTERM', async () => {
    const output = await outputUntilStopped(dataDir, (npx) => npx.kill('SIGTERM'));
    expect(output).toMatch(/^Boardcast is live at http:\/\/localhost:\d+\n$/);
  });

  it('stops the server on Ctrl+C, which sends SIGINT to all processes of the terminal', async () => {
    const output = await outputUntilStopped(dataDir, ({ pid }) => process.kill(-(pid as number), 'SIGINT'));
    expect(output).toMatch(/ is live at /);
  });

  it('backs up and restores the database, and prints the next command', async () => {
    await outputUntilStopped(dataDir, (npx) => npx.kill('SIGTERM'));
    const copy = join(dataDir, 'copy.db');
    const backedUp = await npx('backup', copy, '--data', dataDir);
    expect(backedUp.stdout).toContain(`Restore it with: npx boardcast restore ${copy} --data ${dataDir}\n`);
    const restored = await npx('restore', copy, '--data', dataDir);
    expect(restored.stdout).toContain(`Start the server with: npx boardcast --data ${dataDir}\n`);
    expect(restored.code).toBe(0);
  });
});

/** Starts the server with npx, and calls `stop` when it is ready. Returns the server's output when it has exited. */
async function outputUntilStopped(dataDir: string, stop: (npx: ChildProcess) => unknown): Promise<string> {
  const child = spawn('npx', [...NPX, '--port', '0', '--data', dataDir], {
    cwd: INSTALLED,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...commandEnvironment(), LOG_LEVEL: 'warn' },
    detached: true,
  });
  let output = '';
  // The output ends when the last process that writes to it exits: the server, not npx.
  for await (const text of child.stdout) {
    output += String(text);
    if (/ is live at \S+\n/.test(output)) stop(child);
  }
  return output;
}
