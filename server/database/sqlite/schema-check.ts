import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from '../migrations/migrations.js';

/** A row of SQLite's schema table, https://www.sqlite.org/schematab.html */
interface SchemaEntry {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/** Tables of Kysely's migrator. */
const MIGRATOR_TABLES: readonly string[] = ['kysely_migration', 'kysely_migration_lock'];

/**
 * Returns how the schema of a database differs from that of its migrations. A trigger or view that the migrations did not create would run with the server's
 * writes, and missing or altered tables would make them fail later.
 *
 * @param applied names of the migrations that were applied to the database
 * @returns a message; undefined if the schema does not differ
 */
export function schemaProblem(database: DatabaseSync, applied: ReadonlySet<string>): string | undefined {
  const expected = new Map(expectedSchema(applied).map((entry) => [nameOf(entry), entry.sql]));
  for (const entry of readSchema(database)) {
    const name = nameOf(entry);
    const sql = expected.get(name);
    if (sql === undefined) return `it has a ${name} that Boardcast did not create`;
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

/** Reads the schema without the internal tables of SQLite and the migrator. */
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
