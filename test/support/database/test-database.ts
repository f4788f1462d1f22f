import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Set by the Jest project `postgres`. */
declare global {
  var testDatabase: 'postgres' | undefined;
}

/** The settings that say where data is stored. */
export interface DatabaseSettings {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

/** URLs of databases by data folder, so that a server that restarts with a folder finds its data. */
const databases = new Map<string, Promise<string>>();

/** Whether the tests run on PostgreSQL. */
export const onPostgres = globalThis.testDatabase === 'postgres';

/** Returns the settings of the database that belongs to a folder: SQLite in the folder, or a PostgreSQL database of its own. */
export async function databaseSettingsFor(dataDir: string): Promise<DatabaseSettings> {
  if (!onPostgres) return { dataDir };
  const url = databases.get(dataDir) ?? createDatabase();
  databases.set(dataDir, url);
  return { dataDir, databaseUrl: await url };
}

/** Returns the URL with the superuser of the PostgreSQL server of the tests. */
export function superuserUrl(): string {
  const url = process.env.BOARDCAST_TEST_POSTGRES;
  if (url === undefined) throw new Error('PostgreSQL is not running: run Jest with the project `postgres`.');
  return url;
}

/** Creates an empty database, which is deleted with the server. @returns its URL */
export async function createDatabase(options = ''): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await querySuperuser(`CREATE DATABASE ${name} ${options}`);
  return databaseUrlOf(name);
}

/** Returns the URL of a database, for the superuser or another user. */
export function databaseUrlOf(database: string, user?: { readonly name: string; readonly password: string }): string {
  const url = new URL(superuserUrl());
  url.pathname = `/${database}`;
  if (user) {
    url.username = user.name;
    url.password = user.password;
  }
  return url.href;
}

/** Executes a statement as superuser, by default in the database of the superuser. */
export async function querySuperuser(
  statement: string,
  url = superuserUrl(),
): Promise<pg.QueryResult<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(statement);
  } finally {
    await client.end();
  }
}
