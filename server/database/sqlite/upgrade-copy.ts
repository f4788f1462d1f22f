import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorMessage } from '../../common/errors/error-message.js';
import { StartupError } from '../../common/errors/startup-error.js';
import { copyChecked, withStartupErrors } from './copy-database.js';

/** The number of copies that are kept. */
const MAX_COPIES = 3;

/** The end of a copy's name: a migration. Databases that a restored backup replaced have a time instead, and are never deleted. */
const MIGRATION = /^\d{4}-[a-z-]+$/;

/** Returns the name of the copy that is made before a migration of a database. */
export function upgradeCopyOf(file: string, migration: string): string {
  return `${file}.before-${migration}`;
}

/**
 * Copies a database before it is migrated, and deletes older copies. If an earlier start was killed, its copy is replaced.
 * @param migration the first one that is missing
 * @returns the copy
 * @throws StartupError
 */
export function copyBeforeUpgrade(file: string, migration: string): string {
  const copy = upgradeCopyOf(file, migration);
  try {
    withStartupErrors(copy, () => {
      copyChecked(file, copy);
    });
  } catch (error) {
    throw new StartupError(
      `The database was not upgraded, because it could not be copied before. ${errorMessage(error)}`,
      { cause: error },
    );
  }
  for (const old of copiesOf(file).slice(MAX_COPIES)) rmSync(old, { force: true });
  return copy;
}

/** Returns the copies of a database that were made before upgrades, the newest first. */
function copiesOf(file: string): string[] {
  const folder = dirname(file);
  const prefix = basename(upgradeCopyOf(file, ''));
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && MIGRATION.test(name.slice(prefix.length)))
    .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at)
    .map(({ path }) => path);
}
