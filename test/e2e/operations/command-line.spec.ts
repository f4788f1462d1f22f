import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../support/server/api-client.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { useTempDirPerTest } from '../../support/use-temp-dir.js';

let folder: string;
useTempDirPerTest((path) => (folder = path));

/** Runs the program in an empty folder. */
const run = (...args: string[]): ReturnType<typeof ServerProcess.runUntilExit> =>
  ServerProcess.runUntilExit({ args, cwd: folder, env: { DATA_DIR: '' } });

describe('the program', () => {
  it('prints its version', async () => {
    const { code, stdout } = await run('--version');
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(code).toBe(0);
  });

  it('prints its commands and options', async () => {
    const { code, stdout } = await run('--help');
    expect(stdout).toMatch(/^Usage: npx boardcast \[command\] \[options\]\n/);
    expect(code).toBe(0);
  });

  it('exits with 2 and a message if its arguments are invalid, and creates nothing', async () => {
    const { code, stdout, stderr } = await run('--prot', '4000');
    expect(stderr).toBe("Unknown option '--prot'. Show the commands and options with: npx boardcast --help\n");
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('prefers its options to the environment, and the environment to the .env file', async () => {
    writeFileSync(join(folder, '.env'), 'PORT=http\nDATA_DIR=from-file\n');
    const args = ['--port', '0', '--data', 'from-option'];
    const server = await ServerProcess.start({ args, cwd: folder, env: { PORT: 'https', DATA_DIR: 'from-variable' } });
    await server.dispose();
    const created = ['from-option', 'from-variable', 'from-file'].filter((name) => existsSync(join(folder, name)));
    expect(created).toEqual(['from-option']);
  });
});

describe('the commands backup and restore', () => {
  const DATA = ['--data', 'database'];

  it('copy the database of a running server, and replace the database of a stopped one', async () => {
    const server = await ServerProcess.start({ args: DATA, cwd: folder });
    try {
      const api = new ApiClient(server.base);
      await api.push('kept', 1);
      const copied = await run('backup', 'copy.db', ...DATA);
      expect(copied.stdout).toMatch(/^Backed up \d+\.\d MiB to .+copy\.db\nRestore it with: .+ --data database\n$/);
      expect(copied.code).toBe(0);
      await api.push('lost', 2);

      const refused = await run('restore', 'copy.db', ...DATA);
      expect(refused.stderr).toMatch(/^Boardcast cannot restore\. Another Boardcast is running/);
      expect(refused.code).toBe(1);

      await server.stop();
      const restored = await run('restore', 'copy.db', ...DATA);
      expect(restored.stdout).toMatch(/^Restored .+copy\.db\. Start the server with: .+ --data database\nThe previous/);
      expect(restored.code).toBe(0);
      await server.restart();
      const keys = (await api.listMetrics()).map(({ key }) => key);
      expect(keys.filter((key) => ['kept', 'lost'].includes(key))).toEqual(['kept']);
    } finally {
      await server.dispose();
    }
  });

  it('back up to the data folder by default', async () => {
    const server = await ServerProcess.start({ args: DATA, cwd: folder });
    await server.dispose();
    const { stdout } = await run('backup', ...DATA);
    const [, file = ''] = /MiB to (.+)\n/.exec(stdout) ?? [];
    expect(file).toContain(join(folder, 'database/backups/boardcast-'));
    expect(existsSync(file)).toBe(true);
  });

  it('exit with 1 and a message if there is no database or no backup', async () => {
    const noDatabase = await run('backup', '--data', 'missing');
    expect(noDatabase.stderr).toBe(
      `Boardcast cannot back up. There is no database in ${join(folder, 'missing')}. Check DATA_DIR or --data.\n`,
    );
    expect(noDatabase.code).toBe(1);
    const noBackup = await run('restore', 'missing.db', ...DATA);
    expect(noBackup.stderr).toBe(`Boardcast cannot restore. There is no file ${join(folder, 'missing.db')}.\n`);
    expect(noBackup.code).toBe(1);
  });
});
