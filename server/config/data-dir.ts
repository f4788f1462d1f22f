import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { StartupError } from '../common/errors/startup-error.js';
import { PACKAGE_ROOT } from './package-root.js';
import type { SettingValues } from './settings.js';

/** The name of the SQLite database in the data folder. */
export const DATABASE_FILE = 'boardcast.db';

/**
 * Returns the data folder that is used if none is configured: `data` in the working directory. Earlier versions used `data` in the
 * package. A database that is still there is not silently replaced by a new one.
 *
 * @throws StartupError if there is a database in the package, and none in the working directory
 */
export function defaultDataDir(workingDirectory = process.cwd(), packageRoot = PACKAGE_ROOT): string {
  const current = join(workingDirectory, 'data');
  const former = join(packageRoot, 'data');
  if (existsSync(join(current, DATABASE_FILE)) || !existsSync(join(former, DATABASE_FILE))) return current;
  throw new StartupError(
    `There is a database in ${former}, where earlier versions stored it, and none in ${current}. ` +
      (former.includes(`${sep}node_modules${sep}`)
        ? `The next installation of the package deletes that folder. Move its files to ${current}.`
        : `Move its files to ${current}, or set DATA_DIR (option dataDir) to ${former} to keep them there.`),
  );
}

/**
 * Returns the data folder of a server with these settings. With PostgreSQL, it has no database.
 * @throws StartupError if the next installation of packages would delete it, or if only the folder of earlier versions has a database
 */
export function dataDirOf({ dataDir, databaseUrl }: Partial<SettingValues>, workingDirectory = process.cwd()): string {
  if (databaseUrl !== undefined) return dataDir ?? join(workingDirectory, 'data');
  const folder = dataDir ?? defaultDataDir(workingDirectory);
  if (resolve(workingDirectory, folder).split(sep).includes('node_modules')) {
    throw new StartupError(
      `The data folder ${folder} is inside node_modules, where npm deletes it with the next installation. ` +
        'Use another folder (DATA_DIR, option dataDir). If there is a database in it, move its files there first.',
    );
  }
  return folder;
}
