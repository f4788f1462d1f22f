import type { DatabaseSync } from 'node:sqlite';
import { errorMessage } from '../../common/errors/error-message.js';
import { MIGRATIONS } from '../migrations/migrations.js';
import type { FileSettings } from '../worker/thread-protocol.js';
import { schemaProblem } from './schema-check.js';
import { primaryCode, ResultCode, resultCode } from './sqlite-error.js';

/** Marks a database of Boardcast: 'BCST', see https://www.sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x42435354;

class UnusableFileError extends Error {}

/** Creates or migrates the schema. A file of another application or of a newer version is not changed. */
export async function prepareFile(database: DatabaseSync, { file, maxPages }: FileSettings): Promise<void> {
  const applied = checkedMigrations(database, file);
  database.exec('PRAGMA journal_mode = WAL');
  // Only FULL syncs the log at each commit, so that acknowledged writes survive a power failure.
  database.exec('PRAGMA synchronous = FULL');
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  if (Object.keys(MIGRATIONS).some((name) => !applied.has(name))) {
    // Kysely is loaded only for migrations, because loading it takes most of the time of opening.
    const { migrate } = await import('../migrations/migrate.js');
    await migrate(database);
  }
  if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`);
}

/**
 * Returns the names of the migrations that were applied to the database.
 * @throws UnusableFileError if it belongs to another application or to a newer version
 */
export function appliedMigrations(database: DatabaseSync, file: string): ReadonlySet<string> {
  const tables = namesIn(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
  if (tables.size === 0) return tables;
  if (database.prepare('PRAGMA application_id').get()?.application_id !== APPLICATION_ID) {
    throw new UnusableFileError(
      `${file} is a database of another application. Move it away, or use another data folder (DATA_DIR, option dataDir).`,
    );
  }
  const applied = tables.has('kysely_migration')
    ? namesIn(database, 'SELECT name FROM kysely_migration')
    : new Set<string>();
  const unknown = Array.from(applied).filter((name) => !(name in MIGRATIONS));
  if (unknown.length > 0) {
    throw new UnusableFileError(
      `${file} was created by a newer Boardcast (it knows ${unknown.join(', ')}). Start that version, or use another data folder (DATA_DIR, option dataDir).`,
    );
  }
  return applied;
}

/**
 * Like `appliedMigrations`, and checks that the schema contains only what the migrations created.
 * @throws UnusableFileError
 */
export function checkedMigrations(database: DatabaseSync, file: string): ReadonlySet<string> {
  const applied = appliedMigrations(database, file);
  const problem = schemaProblem(database, applied);
  if (problem === undefined) return applied;
  throw new UnusableFileError(
    `The schema of ${file} was changed: ${problem}. Restore a backup, or use another data folder (DATA_DIR, option dataDir). ` +
      'If you made the change yourself, undo it with the sqlite3 command.',
  );
}

function namesIn(database: DatabaseSync, select: string): Set<string> {
  return new Set(
    database
      .prepare(select)
      .all()
      .map(({ name }) => String(name)),
  );
}

/** Returns why the file cannot be opened and what to do. */
export function describeFileOpenFailure(error: unknown, file: string): string {
  if (error instanceof UnusableFileError) return error.message;
  switch (primaryCode(resultCode(error))) {
    case ResultCode.NotADatabase:
    case ResultCode.Corrupt:
      return `${file} is not a database, or a damaged one. Move it away or restore a copy, or use another data folder (DATA_DIR, option dataDir).`;
    case ResultCode.ReadOnly:
      return `${file} cannot be written to. Give this user the permission to write it and its folder, or use another data folder (DATA_DIR, option dataDir).`;
    case ResultCode.CannotOpen:
      return `${file} cannot be opened. Give this user the permission to read and write it and its folder, or use another data folder (DATA_DIR, option dataDir).`;
    case ResultCode.Full:
      return `The disk of ${file} is full. Free some space, or use a data folder on another disk (DATA_DIR, option dataDir).`;
    case ResultCode.IoError:
      return `The disk of ${file} fails (${String(error)}). Check it, or use a data folder on another disk (DATA_DIR, option dataDir).`;
    default:
      return `${file} cannot be used: ${errorMessage(error)}`;
  }
}
