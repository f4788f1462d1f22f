import { describe, expect, it, jest } from '@jest/globals';
import { countStatements, forEachPoint, killMigration } from '../../../test/support/database/killed-migration.js';
import { createDatabase } from '../../../test/support/database/test-database.js';
import { TEST_TIMEOUT_MS } from '../../../test/support/jest/test-timeout.js';
import { PostgresConnection } from '../postgres/postgres-connection.js';
import { preparePostgres } from '../postgres/prepare-postgres.js';
import { POSTGRES_MIGRATIONS } from './translate-migrations.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

/** The functions and the tables of the first version. */
const OLD = Object.keys(POSTGRES_MIGRATIONS).slice(0, 2);

/** Each statement is in the same transaction, so that not every one has to be tried. */
const STEP = 6;

async function withConnection<R>(url: string, work: (connection: PostgresConnection) => R): Promise<R> {
  const connection = new PostgresConnection(url, 'writer');
  try {
    return await Promise.resolve(work(connection));
  } finally {
    connection.close();
  }
}

/** Creates a database as the first version left it, with data. @returns its URL */
async function createOldDatabase(): Promise<string> {
  const url = await createDatabase();
  await withConnection(url, (connection) => {
    connection.query('CREATE SCHEMA boardcast');
    connection.query('CREATE TABLE migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL)');
    for (const name of OLD) {
      for (const statement of POSTGRES_MIGRATIONS[name] ?? []) connection.query(statement);
      connection.query('INSERT INTO migrations VALUES ($1, now())', [name]);
    }
    connection.query("INSERT INTO metrics (key) VALUES ('kept')");
  });
  return url;
}

/** Opens a database as the next start of a server does, and returns what is in it. */
function openAndRead(url: string): Promise<object> {
  return withConnection(url, (connection) => {
    preparePostgres(connection);
    return {
      columns: connection.query(`
        SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default, is_identity
        FROM information_schema.columns WHERE table_schema = 'boardcast' ORDER BY table_name, column_name`).rows,
      indexes: connection.query("SELECT indexdef FROM pg_indexes WHERE schemaname = 'boardcast' ORDER BY indexdef")
        .rows,
      migrations: connection.query('SELECT name FROM migrations ORDER BY name').rows,
      metrics: connection.query('SELECT key FROM metrics').rows,
    };
  });
}

describe('the start of a server on PostgreSQL after one that was killed', () => {
  it.each<[string, () => Promise<string>, object[]]>([
    ['while it upgraded the database: upgrades it', createOldDatabase, [{ key: 'kept' }]],
    ['while it created the tables: creates them', createDatabase, []],
  ])('%s', async (_title, create, metrics) => {
    const reference = await create();
    const statements = await countStatements(reference);
    const expected = await openAndRead(reference);
    expect(expected).toMatchObject({ metrics });
    await forEachPoint(statements, STEP, async (point) => {
      const url = await create();
      await killMigration(url, point);
      expect([point, await openAndRead(url)]).toEqual([point, expected]);
    });
    // Before the last statement, which commits the transaction.
    const url = await create();
    await killMigration(url, statements - 1);
    expect(await openAndRead(url)).toEqual(expected);
  });
});
