import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { migrate } from './migrate.js';
import { MIGRATIONS } from './migrations.js';

const NAMES = Object.keys(MIGRATIONS);

/** Creates a database as it is after these migrations. */
function databaseAfter(names: readonly string[]): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE kysely_migration (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL)');
  for (const name of names) {
    for (const statement of MIGRATIONS[name] ?? []) database.exec(statement);
    database.prepare('INSERT INTO kysely_migration VALUES (?, ?)').run(name, '2026-01-01T00:00:00.000Z');
  }
  return database;
}

/** Returns the definitions of all tables and indexes, except the list of migrations itself. */
function schemaOf(database: DatabaseSync): unknown[] {
  return database
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'kysely_%' ORDER BY type, name")
    .all();
}

describe('migrations', () => {
  it.each(NAMES.map((name, index) => [name, NAMES.slice(0, index + 1)] as const))(
    'change the schema of a database after %s to that of a new one, and keep its data',
    async (_name, known) => {
      const older = databaseAfter(known);
      older.exec("INSERT INTO metrics (key) VALUES ('kept')");
      await migrate(older);
      expect(schemaOf(older)).toEqual(schemaOf(databaseAfter(NAMES)));
      expect(older.prepare('SELECT key FROM metrics').all()).toEqual([{ key: 'kept' }]);
      older.close();
    },
  );

  it('create an index that finds the newest board without reading other columns', () => {
    const database = databaseAfter(NAMES);
    const plan = database.prepare('EXPLAIN QUERY PLAN SELECT max(created_at) FROM boards').all();
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('boards_by_age')]);
    database.close();
  });
});
