// `npm run restore -- FILE`: replaces the database by a backup. The server must be stopped.
import { resolve } from 'node:path';
import { StartupError } from '../common/errors/startup-error.js';
import { loadSettings } from '../config/load-settings.js';
import { restore } from '../database/sqlite/sqlite-backup.js';
import { Database } from '../database/database.js';
import { restorePostgres } from '../database/postgres/dump.js';
import { runCommand } from './run-command.js';

await runCommand('restore', async ([file]) => {
  if (file === undefined)
    throw new StartupError('No backup was given. Run: npm run restore -- data/backups/boardcast-….db');
  const { dataDir, databaseUrl } = loadSettings();
  const backup = resolve(file);
  if (databaseUrl !== undefined) {
    // Opening fails while a server uses the database.
    await (await Database.open({ dataDir, databaseUrl })).close();
    restorePostgres(databaseUrl, backup);
    return `Restored ${backup}. Start the server with: npm start`;
  }
  const former = restore(backup, dataDir, Date.now());
  return (
    `Restored ${backup}. Start the server with: npm start` +
    (former === undefined ? '' : `\nThe previous database is in ${former}. Delete it when you no longer need it.`)
  );
});
