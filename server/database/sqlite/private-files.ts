import { chmodSync, closeSync, openSync } from 'node:fs';

/** Readable and writable only by the user, whatever the permissions of the folder. */
const PRIVATE = 0o600;

/** Files next to a database: those of SQLite, which get the permissions of the database when they are created, and the disk reserve. */
const COMPANION_SUFFIXES = ['-wal', '-shm', '-journal', '.reserve'];

/** Creates an empty file that only this user can read, unless it exists. SQLite accepts it as a new database. */
export function createPrivate(file: string): void {
  ignoringFailure(() => {
    closeSync(openSync(file, 'wx', PRIVATE));
  });
}

/** Removes the permissions of other users from a database and the files next to it. */
export function makePrivate(file: string): void {
  for (const each of ['', ...COMPANION_SUFFIXES]) {
    ignoringFailure(() => {
      chmodSync(`${file}${each}`, PRIVATE);
    });
  }
}

/** Ignores missing files and files of other users, which cannot be changed: opening them reports the error. */
function ignoringFailure(work: () => void): void {
  try {
    work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}
