import { chmodSync, closeSync, openSync } from 'node:fs';

/** Readable and writable by its user alone, whatever the folder lets others do. */
const PRIVATE = 0o600;

/** What lies beside a database: SQLite's files, which get the rights of the database when they are new, and the disk reserve. */
const BESIDE = ['-wal', '-shm', '-journal', '.reserve'];

/** Makes an empty file that only this user can read, unless there is one; SQLite takes it for a new database. */
export function createPrivate(file: string): void {
  ignoringFailure(() => {
    closeSync(openSync(file, 'wx', PRIVATE));
  });
}

/** Takes the rights of others from a database and what lies beside it. */
export function makePrivate(file: string): void {
  for (const each of ['', ...BESIDE]) {
    ignoringFailure(() => {
      chmodSync(`${file}${each}`, PRIVATE);
    });
  }
}

/** What is not there needs nothing, and what belongs to another user cannot be changed: opening it says what is wrong. */
function ignoringFailure(work: () => void): void {
  try {
    work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}
