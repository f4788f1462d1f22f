import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { ApiClient } from '../../support/server/api-client.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { useTempDirPerTest } from '../../support/use-temp-dir.js';

let dataDir: string;
useTempDirPerTest((path) => (dataDir = path));

const backups = (): string[] => {
  const folder = join(dataDir, 'backups');
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^boardcast-scheduled-\w+\.db$/.test(name)) : [];
};

it('a server with BACKUP_EVERY copies its database, and again only when the copy is old enough', async () => {
  const server = await ServerProcess.start({ dataDir, env: { BACKUP_EVERY: '1d' } });
  try {
    while (backups().length === 0) await setImmediate();
    const [name = ''] = backups();
    const copy = new DatabaseSync(join(dataDir, 'backups', name), { readOnly: true });
    expect(copy.prepare('SELECT count(*) AS migrations FROM kysely_migration').get()).not.toEqual({ migrations: 0 });
    copy.close();
    await server.stop();
    await server.restart();
    await new ApiClient(server.base).push('again', 1);
    expect((await server.stop()).code).toBe(0);
    expect(backups()).toEqual([name]);
  } finally {
    await server.dispose();
  }
});

it('a server whose backup fails is ready, and says when it failed', async () => {
  writeFileSync(join(dataDir, 'backups'), 'not a folder');
  const server = await ServerProcess.start({ dataDir, env: { BACKUP_EVERY: '1d' } });
  try {
    const api = new ApiClient(server.base);
    const report = async (): Promise<unknown> => (await api.request('/health/ready')).json();
    while (!JSON.stringify(await report()).includes('failedBackupAt'));
    expect(await report()).toEqual({ status: 'ready', failedBackupAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
    expect(server.stdout + server.stderr).toMatch(/The backup failed, and is tried again in 10 minutes: .*backups/);
  } finally {
    await server.dispose();
  }
});
