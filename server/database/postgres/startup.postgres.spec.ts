import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { TcpProxy } from '../../../test/support/server/tcp-proxy.js';
import { createDatabase, querySuperuser, databaseUrlOf } from '../../../test/support/database/test-database.js';
import { KEYS, PUT } from '../../../test/support/database/probe-jobs.js';
import { StartupError } from '../../common/errors/startup-error.js';
import { Database } from '../database.js';
import { PostgresError } from './postgres-error.js';
import { describePostgresOpenFailure } from './unusable-database.js';

// These specs cause failures, which are logged.
Logger.overrideLogger(false);

const open: Database[] = [];
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
});

async function start(databaseUrl: string): Promise<Database> {
  const database = await Database.open({ dataDir: '', databaseUrl });
  open.push(database);
  return database;
}

/** Returns the message with which opening failed, and checks that it contains no secret. */
async function startupMessage(databaseUrl: string): Promise<string> {
  const error: unknown = await start(databaseUrl).catch((reason: unknown) => reason);
  if (!(error instanceof StartupError)) throw new Error('was not rejected with a message', { cause: error });
  expect(error.message).not.toContain(new URL(databaseUrl).password);
  return error.message;
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

describe('a PostgreSQL database', () => {
  it('stores data in its own schema', async () => {
    const url = await createDatabase();
    await querySuperuser('CREATE TABLE metrics (of_somebody_else text)', url);
    const database = await start(url);
    await database.write(PUT, { key: 'a' });
    await database.close();
    expect(await (await start(url)).read(KEYS, undefined)).toEqual(['a']);
    const { rows } = await querySuperuser("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", url);
    expect(rows).toEqual([{ tablename: 'metrics' }]);
  });

  it('rejects a text with NUL with a message', async () => {
    const database = await start(await createDatabase());
    await expect(database.write(PUT, { key: 'a\0b' })).rejects.toMatchObject({
      status: 422,
      detail: expect.stringMatching(/NUL/),
    });
    expect(database.health.failure).toBeUndefined();
  });

  it('rejects a text that is too long for an index with a message', async () => {
    const database = await start(await createDatabase());
    const key = Array.from({ length: 3_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7_919) % 20_000))).join('');
    await expect(database.write(PUT, { key })).rejects.toMatchObject({
      status: 422,
      detail: expect.stringMatching(/too long for PostgreSQL/),
    });
    expect(database.health.failure).toBeUndefined();
  });
});

describe('opening a PostgreSQL database fails with a message', () => {
  it('if no server answers', async () => {
    const wire = await TcpProxy.start(await createDatabase());
    await wire.close();
    expect(await startupMessage(wire.url)).toMatch(
      /^No PostgreSQL server responds at 127\.0\.0\.1:\d+\/test_\w+\. Start it/,
    );
  });

  it('if the password is wrong', async () => {
    const name = nameOf(await createDatabase());
    expect(await startupMessage(databaseUrlOf(name, { name: 'postgres', password: 'hunter2' }))).toMatch(
      /user or the password/,
    );
  });

  it('if the database does not exist', async () => {
    expect(await startupMessage(databaseUrlOf('nowhere'))).toMatch(/no such database at .*\/nowhere.*CREATE DATABASE/);
  });

  it('if the user may not create a schema', async () => {
    const name = nameOf(await createDatabase());
    await querySuperuser(`CREATE ROLE guest_${name} LOGIN PASSWORD 'hunter2'`);
    expect(await startupMessage(databaseUrlOf(name, { name: `guest_${name}`, password: 'hunter2' }))).toMatch(
      /lacks a right.*GRANT CREATE ON DATABASE/,
    );
  });

  it('if its encoding is not UTF-8', async () => {
    const url = await createDatabase("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    expect(await startupMessage(url)).toMatch(/encoded in LATIN1.*ENCODING 'UTF8'/);
  });

  it('if the schema belongs to another application', async () => {
    const url = await createDatabase();
    await querySuperuser('CREATE SCHEMA boardcast; CREATE TABLE boardcast.recipes (name text)', url);
    expect(await startupMessage(url)).toMatch(/tables that Boardcast did not create/);
  });

  it('if a newer version created it', async () => {
    const url = await createDatabase();
    await (await start(url)).close();
    await querySuperuser("INSERT INTO boardcast.migrations VALUES ('9999-from-the-future', now())", url);
    expect(await startupMessage(url)).toMatch(/newer Boardcast \(it knows 9999-from-the-future\)/);
  });

  it('while another process uses it, but not afterwards', async () => {
    const url = await createDatabase();
    const first = await start(url);
    expect(await startupMessage(url)).toMatch(/Another Boardcast is running on the database/);
    await first.close();
    await (await start(url)).close();
  });
});

describe('describePostgresOpenFailure', () => {
  it.each([
    ['ENOTFOUND', /host in DATABASE_URL \(db\.lan:5432\/boards\) cannot be resolved/],
    ['ETIMEDOUT', /cannot be reached \(what it says\)/],
    ['CONNECTION_LOST', /cannot be reached \(what it says\)/],
    ['53300', /no connection left/],
    ['53100', /disk of PostgreSQL at .* is full/],
    ['57P03', /not ready yet/],
    ['25006', /standby, or read-only/],
    ['XX000', /cannot be used: what it says/],
  ])('returns a message without the password for %s', (code, expectedMessage) => {
    const error = new PostgresError({ message: 'what it says', code, isLost: true, session: 1 });
    const message = describePostgresOpenFailure(error, 'postgres://ada:hunter2@db.lan:5432/boards');
    expect(message).toMatch(expectedMessage);
    expect(message).not.toMatch(/hunter2|ada/);
  });
});
