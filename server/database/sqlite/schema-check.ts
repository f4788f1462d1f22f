import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from '../migrations/sqlite-migrations.js';

/** An entry of SQLite's own table of the schema, https://www.sqlite.org/schematab.html */
interface SchemaEntry {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/** Tables that Kysely's migrator makes for itself. */
const MIGRATOR_TABLES: readonly string[] = ['kysely_migration', 'kysely_migration_lock'];

/**
 * How the schema of a database differs from what its migrations make, as a message: a trigger or a view would run with each write of
 * the server, and what is missing or altered would fail it later.
 *
 * @param applied names of the migrations that the database has been through
 * @returns undefined if it does not differ
 */
export function schemaProblem(database: DatabaseSync, applied: ReadonlySet<string>): string | undefined {
  const expected = new Map(expectedSchema(applied).map((entry) => [nameOf(entry), entry.sql]));
  for (const entry of readSchema(database)) {
    const name = nameOf(entry);
    const sql = expected.get(name);
    if (sql === undefined) return `it has a ${name} that Boardcast did not make`;
    if (sql !== entry.sql) return `its ${name} was altered`;
    expected.delete(name);
  }
  const [missing] = expected.keys();
  return missing === undefined ? undefined : `its ${missing} is missing`;
}

function expectedSchema(applied: ReadonlySet<string>): SchemaEntry[] {
  const database = new DatabaseSync(':memory:');
  try {
    for (const [name, statements] of Object.entries(MIGRATIONS)) {
      if (applied.has(name)) for (const statement of statements) database.exec(statement);
    }
    return readSchema(database);
  } finally {
    database.close();
  }
}

/** Everything but what SQLite and the migrator make for themselves. */
function readSchema(database: DatabaseSync): SchemaEntry[] {
  const entries = database.prepare('SELECT type, name, sql FROM sqlite_schema').all() as unknown as SchemaEntry[];
  return entries.filter(({ type, name, sql }) => {
    const isInternal = name.startsWith('sqlite_') && (type === 'index' ? sql === null : type === 'table');
    return !isInternal && !(type === 'table' && MIGRATOR_TABLES.includes(name));
  });
}

function nameOf({ type, name }: SchemaEntry): string {
  return `${type} '${name}'`;
}
