import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
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
    `There is a database in ${former}, where earlier versions kept it, and none in ${current}. ` +
      (former.includes(`${sep}node_modules${sep}`)
        ? `The next installation of the package deletes that folder. Move its files to ${current}.`
        : `Move its files to ${current}, or set DATA_DIR=${former} to keep them there.`),
  );
}

/** Returns the data folder of a server with these settings. With PostgreSQL, no database is looked for. */
export function dataDirOf({ dataDir, databaseUrl }: Partial<SettingValues>, workingDirectory = process.cwd()): string {
  return dataDir ?? (databaseUrl === undefined ? defaultDataDir(workingDirectory) : join(workingDirectory, 'data'));
}
