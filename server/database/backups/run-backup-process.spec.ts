import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { KEYS, PUT } from '../../../test/support/database/probe-jobs.js';
import { useTempDirPerTest } from '../../../test/support/use-temp-dir.js';
import { Database } from '../database.js';
import { restore } from '../sqlite/sqlite-backup.js';
import { runBackupProcess } from './run-backup-process.js';

const SCRIPT = fileURLToPath(new URL('./backup-process.ts', import.meta.url));
const NEVER = new AbortController().signal;

let folder: string;
useTempDirPerTest((path) => (folder = path));

function runProcess(target: string, signal = NEVER, script = SCRIPT): Promise<void> {
  const imports = process.execArgv.filter((flag) => flag.startsWith('--import'));
  return runBackupProcess(folder, target, signal, script, imports);
}

describe('the process of a backup', () => {
  it('copies the database while the server uses it', async () => {
    const database = await Database.open({ dataDir: folder });
    await database.write(PUT, { key: 'kept' });
    const target = join(folder, 'backups', 'copy.db');
    await runProcess(target);
    await database.close();
    const elsewhere = join(folder, 'elsewhere');
    restore(target, elsewhere, 0);
    const restored = await Database.open({ dataDir: elsewhere });
    expect(await restored.read(KEYS, undefined)).toEqual(['kept']);
    await restored.close();
  });

  it('says why it failed, without a stack', async () => {
    const target = join(folder, 'copy.db');
    await expect(runProcess(target)).rejects.toThrow(`There is no database in ${folder}. Check DATA_DIR or --data.`);
    writeFileSync(join(folder, 'boardcast.db'), 'not a database, by far. '.repeat(100));
    await expect(runProcess(target)).rejects.toThrow(/^\S+boardcast\.db is not a database[^\n]*$/);
    expect(existsSync(target)).toBe(false);
  });

  it('says how it ended if it gives no reason', async () => {
    const script = join(folder, 'exits.mjs');
    writeFileSync(script, 'process.exit(7)');
    await expect(runProcess('', NEVER, script)).rejects.toThrow('The process ended with 7.');
  });

  it('is ended when the server stops', async () => {
    const script = join(folder, 'hangs.mjs');
    writeFileSync(script, "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1_000)");
    const stop = new AbortController();
    const running = runProcess('', stop.signal, script);
    stop.abort();
    await expect(running).rejects.toThrow('The process ended with SIGKILL.');
  });
});
