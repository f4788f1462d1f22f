// `npm run restore -- FILE`: puts a backup in the place of the database. The server must be stopped.
import { resolve } from 'node:path';
import { StartupError } from './base/startup-error.js';
import { loadSettings } from './config/load-settings.js';
import { restore } from './database/backup.js';
import { run } from './run-command.js';

run('restore', ([file]) => {
  if (file === undefined) throw new StartupError('Name the backup: npm run restore -- data/backups/boardcast-….db');
  const former = restore(resolve(file), loadSettings().dataDir, Date.now());
  return (
    `Restored ${resolve(file)}: npm start shows it.` +
    (former === undefined ? '' : `\nWhat was there before is kept in ${former}; delete it when you need it no longer.`)
  );
});
