import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../../common/errors/startup-error.js';
import { errorMessage } from '../../common/errors/error-message.js';
import { createPrivate, makePrivate } from './private-files.js';
import { primaryCode, ResultCode, resultCode } from './sqlite-error.js';

/** Long enough for two that start at the very same moment to find out who was first. */
const LOCK_TIMEOUT_MS = 500;

const LOCK_FILE = 'boardcast.lock';

/** What marks a lock whose holder was the only one: one that was deleted and made anew has no mark. */
const MARK = 1;

export const DATABASE_FILE = 'boardcast.db';

/**
 * The folder of the data, held for this process alone. What is locked is a file beside the database: SQLite has no lock of the
 * database itself that lets this process read and write it in several threads, and others copy it.
 */
export class DataFolder {
  readonly databaseFile: string;
  private readonly lock: DatabaseSync;

  /**
   * Makes the folder, readable by this user only, and locks it.
   * @throws StartupError if it cannot be written or another process holds it.
   */
  constructor(path: string) {
    this.databaseFile = join(path, DATABASE_FILE);
    makeFolder(path);
    makePrivate(this.databaseFile);
    this.lock = takeLock(this.databaseFile, path);
  }

  close(): void {
    this.lock.close();
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartupError(
      code === 'EEXIST' || code === 'ENOTDIR'
        ? `The data folder ${path} is a file, or lies within one. Set DATA_DIR to a folder.`
        : `The data folder ${path} cannot be made (${code}). Give this user the right to, or set another DATA_DIR.`,
      { cause: error },
    );
  }
}

/**
 * An exclusive transaction that is never ended: the system releases its lock however the process ends. A lock file without a mark
 * was just made, and says nothing of a server that holds one that was deleted: then the database itself must not be open.
 */
function takeLock(databaseFile: string, path: string): DatabaseSync {
  let lock;
  try {
    const lockFile = join(dirname(realPathOf(databaseFile)), LOCK_FILE);
    createPrivate(lockFile);
    makePrivate(lockFile);
    lock = new DatabaseSync(lockFile, { timeout: LOCK_TIMEOUT_MS });
    lock.exec('BEGIN EXCLUSIVE');
    if (lock.prepare('PRAGMA user_version').get()?.user_version !== MARK) {
      if (isOpen(databaseFile)) throw new StartupError(describeOther(path));
      mark(lock);
    }
    return lock;
  } catch (error) {
    lock?.close();
    if (error instanceof StartupError) throw error;
    throw new StartupError(describeLockFailure(error, path), { cause: error });
  }
}

/** Where the database really lies: folders whose databases are links to the same file share one lock. */
function realPathOf(databaseFile: string): string {
  return existsSync(databaseFile) ? realpathSync(databaseFile) : databaseFile;
}

/** Whether another process has the database open: each connection holds a lock in the file that an exclusive one excludes. */
function isOpen(databaseFile: string): boolean {
  if (!existsSync(databaseFile)) return false;
  let database;
  try {
    database = new DatabaseSync(databaseFile, { timeout: LOCK_TIMEOUT_MS });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    // Other problems with it are reported when it is opened.
    return primaryCode(resultCode(error)) === ResultCode.Busy;
  } finally {
    database?.close();
  }
}

function mark(lock: DatabaseSync): void {
  try {
    lock.exec(`PRAGMA user_version = ${MARK}`);
    lock.exec('COMMIT');
  } catch (error) {
    // Without a mark the next start looks at the database again.
    if (primaryCode(resultCode(error)) !== ResultCode.Full) throw error;
    if (lock.isTransaction) return;
  }
  lock.exec('BEGIN EXCLUSIVE');
}

function describeOther(path: string): string {
  return `Another Boardcast is running on the data folder ${path}. Stop it, or give this one a DATA_DIR of its own.`;
}

function describeLockFailure(error: unknown, path: string): string {
  switch (primaryCode(resultCode(error))) {
    case ResultCode.Busy:
      return describeOther(path);
    case ResultCode.ReadOnly:
    case ResultCode.CannotOpen:
      return `The data folder ${path} cannot be written. Give this user the right to, or set another DATA_DIR.`;
    case ResultCode.Full:
      return `The disk of the data folder ${path} is full. Free some space, or set DATA_DIR to a folder on another disk.`;
    case ResultCode.NotADatabase:
    case ResultCode.Corrupt:
      return `${join(path, LOCK_FILE)} is not the lock that it should be. Delete it: it holds no data.`;
    default:
      return `The data folder ${path} cannot be locked: ${errorMessage(error)}`;
  }
}
