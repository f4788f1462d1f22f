import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../../common/errors/startup-error.js';
import { errorMessage } from '../../common/errors/error-message.js';
import { DATABASE_FILE } from '../../config/data-dir.js';
import { createPrivate, makePrivate } from './private-files.js';
import { primaryCode, ResultCode, resultCode } from './sqlite-error.js';

// Not imported, so that a Node without it reaches the message that it is too old.
const sqlite = process.getBuiltinModule('node:sqlite');

/** Long enough for two processes that start at the same time. */
const LOCK_TIMEOUT_MS = 500;

const LOCK_FILE = 'boardcast.lock';

/** `user_version` of a lock file whose holder was verified to be the only one. A lock file that was deleted and recreated lacks it. */
const VERIFIED = 1;

/**
 * The data folder, locked for this process. The lock is a file next to the database, because with SQLite's lock on the database
 * itself, neither several threads could use it nor other processes copy it.
 */
export class DataFolder {
  readonly databaseFile: string;
  /** Whether there was no database in it yet. */
  readonly isNew: boolean;
  private readonly lock: DatabaseSync;

  /**
   * Creates the folder, accessible only by this user, and locks it.
   * @throws StartupError if it cannot be written to or another process has locked it
   */
  constructor(path: string) {
    this.databaseFile = join(path, DATABASE_FILE);
    makeFolder(path);
    this.isNew = !existsSync(this.databaseFile);
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
        ? `The data folder ${path} is a file, or is inside one. Use another data folder (DATA_DIR, option dataDir).`
        : `The data folder ${path} cannot be created (${code}). Give this user the permission, or use another data folder (DATA_DIR, option dataDir).`,
      { cause: error },
    );
  }
}

/**
 * Locks a folder with an exclusive transaction that never ends. The system releases it however the process ends. If the lock file is
 * new, another process may hold a lock on a deleted one, so the database must not be open in another process.
 */
function takeLock(databaseFile: string, path: string): DatabaseSync {
  let lock;
  try {
    const lockFile = join(dirname(realPathOf(databaseFile)), LOCK_FILE);
    createPrivate(lockFile);
    makePrivate(lockFile);
    lock = new sqlite.DatabaseSync(lockFile, { timeout: LOCK_TIMEOUT_MS });
    lock.exec('BEGIN EXCLUSIVE');
    if (lock.prepare('PRAGMA user_version').get()?.user_version !== VERIFIED) {
      if (isOpen(databaseFile)) throw new StartupError(describeOtherProcess(path));
      markVerified(lock);
    }
    return lock;
  } catch (error) {
    lock?.close();
    if (error instanceof StartupError) throw error;
    throw new StartupError(describeLockFailure(error, path), { cause: error });
  }
}

/** Resolves links, so that folders whose databases are links to the same file share one lock. */
function realPathOf(databaseFile: string): string {
  return existsSync(databaseFile) ? realpathSync(databaseFile) : databaseFile;
}

/** Whether another process has the database open. Each connection holds a lock that prevents an exclusive one. */
function isOpen(databaseFile: string): boolean {
  if (!existsSync(databaseFile)) return false;
  let database;
  try {
    database = new sqlite.DatabaseSync(databaseFile, { timeout: LOCK_TIMEOUT_MS });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    // Other errors are reported when the database is opened.
    return primaryCode(resultCode(error)) === ResultCode.Busy;
  } finally {
    database?.close();
  }
}

function markVerified(lock: DatabaseSync): void {
  try {
    lock.exec(`PRAGMA user_version = ${VERIFIED}`);
    lock.exec('COMMIT');
  } catch (error) {
    // Without the mark, the next start checks the database again.
    if (primaryCode(resultCode(error)) !== ResultCode.Full) throw error;
    if (lock.isTransaction) return;
  }
  lock.exec('BEGIN EXCLUSIVE');
}

function describeOtherProcess(path: string): string {
  return `Another Boardcast is running on the data folder ${path}. Stop it, or give this one a data folder of its own (DATA_DIR, option dataDir).`;
}

function describeLockFailure(error: unknown, path: string): string {
  switch (primaryCode(resultCode(error))) {
    case ResultCode.Busy:
      return describeOtherProcess(path);
    case ResultCode.ReadOnly:
    case ResultCode.CannotOpen:
      return `The data folder ${path} cannot be written to. Give this user the permission, or use another data folder (DATA_DIR, option dataDir).`;
    case ResultCode.Full:
      return `The disk of the data folder ${path} is full. Free some space, or use a data folder on another disk (DATA_DIR, option dataDir).`;
    case ResultCode.NotADatabase:
    case ResultCode.Corrupt:
      return `${join(path, LOCK_FILE)} is not a valid lock file. Delete it: it contains no data.`;
    default:
      return `The data folder ${path} cannot be locked: ${errorMessage(error)}`;
  }
}
