import { POSTGRES_MIGRATIONS } from '../migrations/translate-migrations.js';
import type { PostgresConnection } from './postgres-connection.js';
import { SCHEMA } from './session.js';
import { UnusableDatabaseError } from './unusable-database.js';

/** The oldest version that is still supported (https://www.postgresql.org/support/versioning/) and tested. */
const MIN_VERSION = 140_000;

/** Creates or migrates the schema. A schema of another application or of a newer version is not changed. */
export function preparePostgres(connection: PostgresConnection): void {
  checkServer(connection);
  const applied = appliedMigrations(connection);
  const missing = Object.entries(POSTGRES_MIGRATIONS).filter(([name]) => !applied.has(name));
  if (missing.length === 0) return;
  connection.exec('BEGIN');
  connection.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
  connection.query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL)');
  for (const [name, statements] of missing) {
    for (const statement of statements) connection.query(statement);
    connection.query('INSERT INTO migrations (name, applied_at) VALUES ($1, now())', [name]);
  }
  connection.exec('COMMIT');
}

function checkServer(connection: PostgresConnection): void {
  const [row] = connection.query(
    "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version, " +
      "current_setting('server_encoding') AS encoding",
  ).rows;
  if (Number(row?.number) < MIN_VERSION) {
    throw new UnusableDatabaseError(
      `PostgreSQL ${String(row?.version)} is too old: Boardcast needs version ${MIN_VERSION / 10_000} or newer.`,
    );
  }
  if (row?.encoding !== 'UTF8') {
    throw new UnusableDatabaseError(
      `The database of DATABASE_URL is encoded in ${String(row?.encoding)}, but texts are UTF-8. ` +
        "Create one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
    );
  }
}

/**
 * Returns the names of the migrations that were applied to the schema.
 * @throws UnusableDatabaseError if it belongs to another application or to a newer version
 */
function appliedMigrations(connection: PostgresConnection): ReadonlySet<string> {
  const tables = namesIn(connection, `SELECT tablename AS name FROM pg_tables WHERE schemaname = '${SCHEMA}'`);
  if (!tables.has('migrations')) {
    if (tables.size > 0) {
      throw new UnusableDatabaseError(
        `The schema '${SCHEMA}' in the database of DATABASE_URL contains tables that Boardcast did not create. ` +
          'Rename that schema, or set DATABASE_URL to another database.',
      );
    }
    return tables;
  }
  const applied = namesIn(connection, 'SELECT name FROM migrations');
  const unknown = [...applied].filter((name) => !(name in POSTGRES_MIGRATIONS));
  if (unknown.length > 0) {
    throw new UnusableDatabaseError(
      `The database of DATABASE_URL was created by a newer Boardcast (it knows ${unknown.join(', ')}). ` +
        'Start that version, or set DATABASE_URL to another database.',
    );
  }
  return applied;
}

function namesIn(connection: PostgresConnection, select: string): Set<string> {
  return new Set(connection.query(select).rows.map(({ name }) => String(name)));
}
