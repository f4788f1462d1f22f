import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../../common/errors/startup-error.js';
import { DATABASE_FILE, DataFolder } from './data-folder.js';
import { appliedMigrations, checkedMigrations, describeFileOpenFailure } from './prepare-file.js';
import { createPrivate, makePrivate } from './private-files.js';

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Copies the database of a data folder into one file, while the server runs or not: the copy shows one moment, and
 * everything that was acknowledged before. It is checked, and on disk, before it gets its name.
 *
 * @param target must not be there yet; its folder is made.
 * @returns the size of the copy in bytes.
 * @throws StartupError in words.
 */
export function backUp(dataDir: string, target: string): number {
  const source = join(dataDir, DATABASE_FILE);
  if (!existsSync(source))
    throw new StartupError(`There is no database in ${dataDir}: nothing to back up. Is DATA_DIR right?`);
  if (existsSync(target))
    throw new StartupError(`${target} is there already. Name another file, or move that one away.`);
  inWords(target, () => mkdirSync(dirname(target), { recursive: true, mode: 0o700 }));
  copyChecked(source, target, appliedMigrations);
  return statSync(target).size;
}

/**
 * Puts a backup in the place of a data folder's database, if nothing is in it that Boardcast did not make. The server must not run; the database that was there is kept
 * beside it under another name.
 *
 * @param now milliseconds, for that name.
 * @returns the file that the former database lies in now; undefined if there was none.
 * @throws StartupError in words; the database stays as it is then.
 */
export function restore(backup: string, dataDir: string, now: number): string | undefined {
  if (!existsSync(backup)) throw new StartupError(`There is no file ${backup}.`);
  const folder = new DataFolder(dataDir);
  try {
    const file = folder.databaseFile;
    const incoming = `${file}.restoring`;
    rmSync(incoming, { force: true });
    copyChecked(backup, incoming, checkedMigrations);
    const former = existsSync(file) ? inWords(file, () => setAside(file, now)) : undefined;
    renameSync(incoming, file);
    syncFolder(dataDir);
    return former;
  } finally {
    folder.close();
  }
}

/** A time as a part of file names. */
export function fileTimestamp(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/**
 * Copies a database of this version or an older one; whatever fails leaves no file of that name.
 * @param check returns the migrations of the source, or throws an error that says why it cannot be copied
 */
function copyChecked(source: string, target: string, check: typeof appliedMigrations): void {
  const part = `${target}.part`;
  rmSync(part, { force: true });
  try {
    inWords(source, () => {
      withDatabase(source, (database) => {
        if (check(database, source).size === 0) throw new StartupError(`${source} holds no data of Boardcast.`);
        // One statement reads one moment, however long it takes and whatever is written meanwhile.
        inWords(target, () => {
          createPrivate(part);
          database.prepare('VACUUM INTO ?').run(part);
        });
      });
    });
    withDatabase(part, (copy) => {
      const verdict = copy.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
      if (verdict !== 'ok')
        throw new StartupError(`The copy of ${source} is damaged (${String(verdict)}). Is the database?`);
    });
    makePrivate(part);
    const descriptor = openSync(part, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(part, target);
    syncFolder(dirname(target));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function withDatabase(file: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    work(database);
  } finally {
    database.close();
  }
}

/**
 * Gives a database that is to be replaced a second name, and its log with it: SQLite would take a log that is left for one of
 * the next database.
 * @returns the name.
 */
function setAside(file: string, now: number): string {
  const former = freeName(`${file}.before-${fileTimestamp(now)}`);
  closeLog(file);
  try {
    // As a link: at no moment is there no database, which the server would take for a first start.
    linkSync(file, former);
  } catch {
    // Not every file system has links.
    renameSync(file, former);
  }
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${former}-wal`);
  rmSync(`${file}-shm`, { force: true });
  return former;
}

function freeName(name: string): string {
  let free = name;
  for (let count = 2; existsSync(free); count += 1) free = `${name}-${count}`;
  return free;
}

/** Brings what is still in the log of a server that was killed into the file. */
function closeLog(file: string): void {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // What is damaged, or has no room to grow, keeps its log: they are kept together.
  } finally {
    database.close();
  }
}

function syncFolder(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function inWords<R>(file: string, work: () => R): R {
  try {
    return work();
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(describeFileOpenFailure(error, file), { cause: error });
  }
}
