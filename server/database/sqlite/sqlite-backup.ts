import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../../common/errors/startup-error.js';
import { DATABASE_FILE } from '../../config/data-dir.js';
import { BUSY_TIMEOUT_MS, copyChecked, syncFolder, withStartupErrors } from './copy-database.js';
import { DataFolder } from './data-folder.js';
import { fileTimestamp } from './file-timestamp.js';
import { appliedMigrations, checkedMigrations } from './prepare-file.js';

/**
 * Copies the database of a data folder to one file. The server may be running. The copy is a consistent snapshot that includes
 * every acknowledged write. It is verified and written to disk before it gets its name.
 *
 * @param target must not exist; its folder is created
 * @returns the size of the copy in bytes
 * @throws StartupError
 */
export function backUp(dataDir: string, target: string): number {
  const source = join(dataDir, DATABASE_FILE);
  if (!existsSync(source)) throw new StartupError(`There is no database in ${dataDir}. Check DATA_DIR or --data.`);
  if (existsSync(target))
    throw new StartupError(`${target} exists already. Choose another file, or move that one away.`);
  withStartupErrors(target, () => mkdirSync(dirname(target), { recursive: true, mode: 0o700 }));
  copyWithData(source, target, appliedMigrations);
  return statSync(target).size;
}

/**
 * Replaces the database of a data folder by a backup. The backup must contain only what Boardcast created. The server must not run.
 * The previous database is kept under another name.
 *
 * @param nowMs for that name
 * @returns the file with the previous database; undefined if there was none
 * @throws StartupError; then the database is unchanged
 */
export function restore(backup: string, dataDir: string, nowMs: number): string | undefined {
  if (!statSync(backup, { throwIfNoEntry: false })?.isFile()) throw new StartupError(`There is no file ${backup}.`);
  const folder = new DataFolder(dataDir);
  try {
    const file = folder.databaseFile;
    const incoming = `${file}.restoring`;
    rmSync(incoming, { force: true });
    copyWithData(backup, incoming, checkedMigrations);
    const previous = existsSync(file) ? withStartupErrors(file, () => moveAside(file, nowMs)) : undefined;
    renameSync(incoming, file);
    syncFolder(dataDir);
    return previous;
  } finally {
    folder.close();
  }
}

/**
 * Copies a database of this version or an older one that has data.
 * @param migrationsOf returns its applied migrations, or throws an error that says why it cannot be copied
 */
function copyWithData(source: string, target: string, migrationsOf: typeof appliedMigrations): void {
  copyChecked(source, target, (database) => {
    if (migrationsOf(database, source).size === 0) throw new StartupError(`${source} contains no data of Boardcast.`);
  });
}

/**
 * Gives the database that will be replaced, and its write-ahead log, another name. SQLite would apply a log that is left to the new
 * database.
 * @returns the name
 */
function moveAside(file: string, nowMs: number): string {
  const previous = unusedName(`${file}.before-${fileTimestamp(nowMs)}`);
  checkpointLog(file);
  try {
    // A link, so that there is always a database: without one, a server would create an empty database.
    linkSync(file, previous);
  } catch {
    // Not every file system supports links.
    renameSync(file, previous);
  }
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${previous}-wal`);
  rmSync(`${file}-shm`, { force: true });
  return previous;
}

function unusedName(name: string): string {
  let unused = name;
  for (let count = 2; existsSync(unused); count += 1) unused = `${name}-${count}`;
  return unused;
}

/** Writes the write-ahead log of a killed server to the database file. */
function checkpointLog(file: string): void {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // If the database is damaged or the disk is full, the log is kept next to it.
  } finally {
    database.close();
  }
}
