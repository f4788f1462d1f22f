import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../../common/errors/startup-error.js';
import { createPrivate, makePrivate } from './private-files.js';
import { describeFileOpenFailure } from './unusable-file.js';

export const BUSY_TIMEOUT_MS = 5_000;

/**
 * Copies a database, and verifies the copy before it gets its name. A file that has this name is replaced. If anything fails, no other
 * file is left.
 *
 * @param check throws a StartupError if the source must not be copied
 * @throws StartupError
 */
export function copyChecked(source: string, target: string, check?: (database: DatabaseSync) => void): void {
  const part = `${target}.part`;
  removePart(part);
  try {
    withStartupErrors(source, () => {
      withDatabase(source, (database) => {
        check?.(database);
        // One statement reads a consistent snapshot, whatever is written in the meantime.
        withStartupErrors(target, () => {
          createPrivate(part);
          database.prepare('VACUUM INTO ?').run(part);
        });
      });
    });
    withDatabase(part, (copy) => {
      const result = copy.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
      if (result !== 'ok')
        throw new StartupError(
          `The copy of ${source} is damaged (${String(result)}). Check the database and the disk.`,
        );
    });
    makePrivate(part);
    const descriptor = openSync(part, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(part, target);
    syncFolder(dirname(target));
  } catch (error) {
    removePart(part);
    throw error;
  }
}

/** Removes an incomplete copy, also one that a killed process left. */
function removePart(part: string): void {
  for (const suffix of ['', '-journal']) rmSync(`${part}${suffix}`, { force: true });
}

function withDatabase(file: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    work(database);
  } finally {
    database.close();
  }
}

/** Writes the names of the files in a folder to the disk. */
export function syncFolder(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Converts errors of a file to a `StartupError` that says what to do. */
export function withStartupErrors<R>(file: string, work: () => R): R {
  try {
    return work();
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(describeFileOpenFailure(error, file), { cause: error });
  }
}
