// `npm run backup [-- FILE]`: copies the database to one file. The server may be running.
import { join, resolve } from 'node:path';
import { loadSettings } from '../config/load-settings.js';
import { backUp, fileTimestamp } from '../database/sqlite/sqlite-backup.js';
import { dumpPostgres } from '../database/postgres/dump.js';
import { runCommand } from './run-command.js';

await runCommand('back up', ([file]) => {
  const { dataDir, databaseUrl } = loadSettings();
  const name = `boardcast-${fileTimestamp(Date.now())}.${databaseUrl === undefined ? 'db' : 'dump'}`;
  const target = resolve(file ?? join(dataDir, 'backups', name));
  const bytes = databaseUrl === undefined ? backUp(dataDir, target) : dumpPostgres(databaseUrl, target);
  return `Backed up ${(bytes / 2 ** 20).toFixed(1)} MiB to ${target}\nRestore it with: npm run restore -- ${target}`;
});
