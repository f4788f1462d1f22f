// `npm run backup [-- FILE]`: copies the database into one file, while the server runs or not.
import { join, resolve } from 'node:path';
import { loadSettings } from './config/load-settings.js';
import { backUp, stampOf } from './database/backup.js';
import { run } from './run-command.js';

run('back up', ([file]) => {
  const { dataDir } = loadSettings();
  const target = resolve(file ?? join(dataDir, 'backups', `boardcast-${stampOf(Date.now())}.db`));
  const bytes = backUp(dataDir, target);
  return `Backed up ${(bytes / 2 ** 20).toFixed(1)} MiB to ${target}\nPut it back with: npm run restore -- ${target}`;
});
