import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Set by the Jest project whose tests run against PostgreSQL. */
declare global {
  var testStore: 'postgres' | undefined;
}

/** Where a test's data lie, as settings have it. */
export interface DatabaseSettings {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

/** Databases by the folder that they stand for, so that who starts again on a folder finds its data again. */
const databases = new Map<string, Promise<string>>();

/** Whether the tests run against PostgreSQL. */
export const onPostgres = globalThis.testStore === 'postgres';

/** The store that belongs to a folder: SQLite within it or, where tests run against PostgreSQL, a database of its own there. */
export async function databaseSettingsFor(dataDir: string): Promise<DatabaseSettings> {
  if (!onPostgres) return { dataDir };
  const known = databases.get(dataDir) ?? createDatabase();
  databases.set(dataDir, known);
  return { dataDir, databaseUrl: await known };
}

/** The URL of a superuser of the server that the tests have for themselves. */
export function superuserUrl(): string {
  const url = process.env.BOARDCAST_TEST_POSTGRES;
  if (url === undefined) throw new Error('No PostgreSQL runs: start Jest with its project `postgres`.');
  return url;
}

/** A new, empty database; its URL. It ends with the server. */
export async function createDatabase(options = ''): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await querySuperuser(`CREATE DATABASE ${name} ${options}`);
  return databaseUrlOf(name);
}

export function databaseUrlOf(database: string, user?: { readonly name: string; readonly password: string }): string {
  const url = new URL(superuserUrl());
  url.pathname = `/${database}`;
  if (user) {
    url.username = user.name;
    url.password = user.password;
  }
  return url.href;
}

/** Executes a statement as a superuser, outside of any test's database. */
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
