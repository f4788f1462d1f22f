import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../../common/errors/startup-error.js';
import { MIGRATIONS } from '../migrations/migrations.js';
import type { FileSettings } from '../worker/thread-protocol.js';
import { schemaProblem } from './schema-check.js';
import { copyBeforeUpgrade, upgradeCopyOf } from './upgrade-copy.js';

/** Marks a database of Boardcast: 'BCST', see https://www.sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x42435354;

/**
 * Creates or migrates the schema. A database with data is copied before. A file of another application or of a newer version is not
 * changed. All missing migrations are one transaction, so whenever the process is killed, the next start begins again.
 *
 * @returns the copy; undefined if nothing had to be migrated, or if the database is new
 */
export async function prepareFile(
  database: DatabaseSync,
  { file, maxPages }: FileSettings,
): Promise<string | undefined> {
  const applied = checkedMigrations(database, file);
  database.exec('PRAGMA journal_mode = WAL');
  // Only FULL syncs the log at each commit, so that acknowledged writes survive a power failure.
  database.exec('PRAGMA synchronous = FULL');
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  const missing = Object.keys(MIGRATIONS).find((name) => !applied.has(name));
  let copy: string | undefined;
  if (missing !== undefined) {
    if (applied.size > 0) copy = copyBeforeUpgrade(file, missing);
    // Kysely is loaded only for migrations, because loading it takes most of the time of opening.
    const { migrate } = await import('../migrations/migrate.js');
    await migrate(database);
  }
  if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`);
  return copy;
}

/**
 * Returns the names of the migrations that were applied to the database.
 * @throws StartupError if it belongs to another application or to a newer version
 */
export function appliedMigrations(database: DatabaseSync, file: string): ReadonlySet<string> {
  const tables = namesIn(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
  if (tables.size === 0) return tables;
  if (database.prepare('PRAGMA application_id').get()?.application_id !== APPLICATION_ID) {
    throw new StartupError(
      `${file} is a database of another application. Move it away, or use another data folder (DATA_DIR, option dataDir).`,
    );
  }
  const applied = tables.has('kysely_migration')
    ? namesIn(database, 'SELECT name FROM kysely_migration')
    : new Set<string>();
  const unknown = Array.from(applied).filter((name) => !(name in MIGRATIONS));
  const [firstUnknown] = unknown;
  if (firstUnknown !== undefined) {
    const copy = upgradeCopyOf(file, firstUnknown);
    throw new StartupError(
      `${file} was created by a newer Boardcast (it knows ${unknown.join(', ')}). Start that version, ` +
        (existsSync(copy) ? `restore ${copy}, the copy from before the upgrade, ` : '') +
        'or use another data folder (DATA_DIR, option dataDir).',
    );
  }
  return applied;
}

/**
 * Like `appliedMigrations`, and checks that the schema contains only what the migrations created.
 * @throws StartupError
 */
export function checkedMigrations(database: DatabaseSync, file: string): ReadonlySet<string> {
  const applied = appliedMigrations(database, file);
  const problem = schemaProblem(database, applied);
  if (problem === undefined) return applied;
  throw new StartupError(
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
