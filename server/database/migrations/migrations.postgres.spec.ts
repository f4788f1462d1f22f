import { afterEach, describe, expect, it } from '@jest/globals';
import { createDatabase } from '../../../test/support/database/test-database.js';
import { MIGRATIONS } from './migrations.js';
import { POSTGRES_MIGRATIONS } from './translate-migrations.js';
import { PostgresConnection } from '../postgres/postgres-connection.js';
import { preparePostgres } from '../postgres/prepare-postgres.js';

const NAMES = Object.keys(POSTGRES_MIGRATIONS);

describe('migrations of PostgreSQL', () => {
  const open: PostgresConnection[] = [];
  afterEach(() => {
    for (const connection of open.splice(0)) connection.close();
  });

  async function connect(): Promise<PostgresConnection> {
    const connection = new PostgresConnection(await createDatabase(), 'writer');
    open.push(connection);
    return connection;
  }

  /** Creates a database as it is after these migrations. */
  async function databaseAfter(names: readonly string[]): Promise<PostgresConnection> {
    const connection = await connect();
    connection.query('CREATE SCHEMA boardcast');
    connection.query('CREATE TABLE migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL)');
    for (const name of names) {
      for (const statement of POSTGRES_MIGRATIONS[name] ?? []) connection.query(statement);
      connection.query('INSERT INTO migrations VALUES ($1, now())', [name]);
    }
    return connection;
  }

  function schemaOf(connection: PostgresConnection): readonly unknown[] {
    return connection.query(`
      SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default, is_identity
      FROM information_schema.columns WHERE table_schema = 'boardcast' ORDER BY table_name, column_name`).rows;
  }

  it('have the names of those of SQLite', () => {
    expect(NAMES.filter((name) => name in MIGRATIONS)).toEqual(Object.keys(MIGRATIONS));
  });

  it.each(NAMES.map((name, index) => [name, NAMES.slice(0, index + 1)] as const).slice(1))(
    'change the schema of a database after %s to that of a new one, and keep its data',
    async (_name, known) => {
      const older = await databaseAfter(known);
      older.query("INSERT INTO metrics (key) VALUES ('kept')");
      preparePostgres(older);
      const fresh = await connect();
      preparePostgres(fresh);
      expect(schemaOf(older)).toEqual(schemaOf(fresh));
      expect(older.query('SELECT key FROM metrics').rows).toEqual([{ key: 'kept' }]);
    },
  );

  it('are applied completely or not at all', async () => {
    const connection = await connect();
    connection.query('CREATE SCHEMA boardcast');
    connection.query('CREATE TABLE migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL)');
    connection.query('CREATE TABLE boards (slug text)');
    expect(() => {
      preparePostgres(connection);
    }).toThrow(/already exists/);
    connection.query('ROLLBACK');
    expect(connection.query('SELECT name FROM migrations').rows).toEqual([]);
    expect(connection.query("SELECT to_regclass('metrics') AS metrics").rows).toEqual([{ metrics: null }]);
  });
});
