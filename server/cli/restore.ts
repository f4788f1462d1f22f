// `npm run restore -- FILE`: puts a backup in the place of the database. The server must be stopped.
import { resolve } from 'node:path';
import { StartupError } from '../common/errors/startup-error.js';
import { loadSettings } from '../config/load-settings.js';
import { restore } from '../database/sqlite/backup.js';
import { Database } from '../database/database.js';
import { restorePostgres } from '../database/postgres/dump.js';
import { runCommand } from './run-command.js';

await runCommand('restore', async ([file]) => {
  if (file === undefined) throw new StartupError('Name the backup: npm run restore -- data/backups/boardcast-….db');
  const { dataDir, databaseUrl } = loadSettings();
  const backup = resolve(file);
  if (databaseUrl !== undefined) {
    // Opening is refused while a server runs on it.
    await (await Database.open({ dataDir, databaseUrl })).close();
    restorePostgres(databaseUrl, backup);
    return `Restored ${backup}: npm start shows it.`;
  }
  const former = restore(backup, dataDir, Date.now());
  return (
    `Restored ${backup}: npm start shows it.` +
    (former === undefined ? '' : `\nWhat was there before is kept in ${former}; delete it when you need it no longer.`)
  );
});
