import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, jest } from '@jest/globals';
import { countStatements, forEachPoint, killMigration } from '../../../test/support/database/killed-migration.js';
import { TEST_TIMEOUT_MS } from '../../../test/support/jest/test-timeout.js';
import { createOldDatabase } from '../../../test/support/database/old-database.js';
import { useTempDirPerTest } from '../../../test/support/use-temp-dir.js';
import { SqliteConnection } from '../sqlite/sqlite-connection.js';
import { prepareFile } from '../sqlite/prepare-file.js';
import { MIGRATIONS } from './migrations.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const [FIRST = '', SECOND = ''] = Object.keys(MIGRATIONS);

let folder: string;
useTempDirPerTest((path) => (folder = path));

/** Creates a folder for a database. @returns the file */
function newFile(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name, 'boardcast.db');
}

/** Opens a database as the next start of a server does, and returns what is in it. */
async function openAndRead(file: string): Promise<object> {
  const connection = new SqliteConnection(file, false);
  try {
    await prepareFile(connection.database, { role: 'writer', file });
    return readFrom(connection.database);
  } finally {
    connection.close();
  }
}

function readFrom(database: DatabaseSync): object {
  const rows = (sql: string): unknown[] => database.prepare(sql).all();
  return {
    schema: rows("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"),
    migrations: rows('SELECT name FROM kysely_migration ORDER BY name'),
    metrics: rows('SELECT key FROM metrics'),
    integrity: rows('PRAGMA integrity_check'),
  };
}

/** Returns the files of a folder without those that belong to an open database. */
const filesBeside = (file: string): string[] =>
  readdirSync(join(file, '..')).filter((name) => !/^boardcast\.db(-wal|-shm)?$/.test(name));

describe('the start of a server after one that was killed', () => {
  it('within an upgrade: upgrades the database, and has a copy of it as it was before', async () => {
    const reference = newFile('reference');
    createOldDatabase(reference, [FIRST]);
    const statements = await countStatements(reference);
    const expected = await openAndRead(reference);
    expect(expected).toMatchObject({ metrics: [{ key: 'kept' }], integrity: [{ integrity_check: 'ok' }] });
    await forEachPoint(statements, 2, async (point) => {
      const file = newFile(String(point));
      createOldDatabase(file, [FIRST]);
      await killMigration(file, point);
      expect([point, await openAndRead(file)]).toEqual([point, expected]);
      expect([point, filesBeside(file)]).toEqual([point, [`boardcast.db.before-${SECOND}`]]);
    });
  });

  it('while it created the database: creates it', async () => {
    const reference = newFile('reference');
    const statements = await countStatements(reference);
    const expected = await openAndRead(reference);
    await forEachPoint(statements, 6, async (point) => {
      const file = newFile(String(point));
      await killMigration(file, point);
      expect([point, await openAndRead(file)]).toEqual([point, expected]);
      expect(filesBeside(file)).toEqual([]);
    });
  });
});
