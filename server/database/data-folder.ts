import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../base/startup-error.js';
import { reasonOf } from '../base/reason-of.js';
import { primaryCode, ResultCode, resultCode } from './sqlite-error.js';

/** Long enough for two that start at the very same moment to find out who was first. */
const LOCK_TIMEOUT_MS = 500;

const LOCK_FILE = 'boardcast.lock';

export const DATABASE_FILE = 'boardcast.db';

/** The folder of the data, held for this process alone. */
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
    this.lock = takeLock(path);
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

/** An exclusive transaction that is never ended: the system lets go of its lock however the process dies. */
function takeLock(path: string): DatabaseSync {
  let lock;
  try {
    lock = new DatabaseSync(join(path, LOCK_FILE), { timeout: LOCK_TIMEOUT_MS });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    throw new StartupError(describeLockFailure(error, path), { cause: error });
  }
}

function describeLockFailure(error: unknown, path: string): string {
  switch (primaryCode(resultCode(error))) {
    case ResultCode.Busy:
      return `Another Boardcast is running on the data folder ${path}. Stop it, or give this one a DATA_DIR of its own.`;
    case ResultCode.ReadOnly:
    case ResultCode.CannotOpen:
      return `The data folder ${path} cannot be written. Give this user the right to, or set another DATA_DIR.`;
    case ResultCode.Full:
      return `The disk of the data folder ${path} is full. Free some space, or set DATA_DIR to a folder on another disk.`;
    case ResultCode.NotADatabase:
    case ResultCode.Corrupt:
      return `${join(path, LOCK_FILE)} is not the lock that it should be. Delete it: it holds no data.`;
    default:
      return `The data folder ${path} cannot be locked: ${reasonOf(error)}`;
  }
}
