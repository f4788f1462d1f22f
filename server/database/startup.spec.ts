import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../common/errors/startup-error.js';
import { DataFolder } from './sqlite/data-folder.js';
import { Database } from './database.js';
import { describeFileOpenFailure } from './sqlite/unusable-file.js';
import { KEYS, PUT } from '../../test/support/database/probe-jobs.js';
import { useTempDirPerTest } from '../../test/support/use-temp-dir.js';

let dataDir: string;
let file: string;

useTempDirPerTest((path) => {
  dataDir = path;
  file = join(dataDir, 'boardcast.db');
});

async function startupMessage(folder = dataDir): Promise<string> {
  const database = await Database.open({ dataDir: folder }).catch((error: unknown) => error);
  if (database instanceof StartupError) return database.message;
  if (database instanceof Database) await database.close();
  throw new Error('The server started', { cause: database });
}

/** Also checks that the content of the file does not change. */
async function startupMessageFor(content: Uint8Array | string): Promise<string> {
  writeFileSync(file, content);
  const before = readFileSync(file);
  const message = await startupMessage();
  expect(readFileSync(file)).toEqual(before);
  return message;
}

function databaseWith(statements: string): Uint8Array {
  const database = new DatabaseSync(file);
  database.exec(statements);
  database.close();
  return readFileSync(file);
}

describe('opening a database fails with a message and does not change the file', () => {
  it('if the file is not a database', async () => {
    expect(await startupMessageFor('these are not the bytes of a database, by far. '.repeat(100))).toMatch(
      /not a database.*Move it away/,
    );
  });

  it('if it belongs to another application', async () => {
    expect(await startupMessageFor(databaseWith('CREATE TABLE recipes (name TEXT)'))).toMatch(/of another application/);
  });

  it('if a newer version created it', async () => {
    await (await Database.open({ dataDir })).close();
    const newer = databaseWith("INSERT INTO kysely_migration VALUES ('9999-from-the-future', '')");
    expect(await startupMessageFor(newer)).toMatch(/newer Boardcast \(it knows 9999-from-the-future\)/);
  });

  it.each([
    ['a trigger', 'CREATE TRIGGER evil AFTER INSERT ON events BEGIN DELETE FROM points; END', /trigger 'evil'/],
    ['a view', 'CREATE VIEW evil AS SELECT 1', /view 'evil'/],
    ['a table', 'CREATE TABLE sqlite3_evil (x)', /table 'sqlite3_evil'/],
    ['an index', "CREATE INDEX evil ON events (title) WHERE title <> 'a'", /index 'evil'/],
    ['an altered table', "ALTER TABLE events ADD COLUMN evil TEXT DEFAULT 'x'", /table 'events' was altered/],
    ['a missing table', 'DROP TABLE meta', /table 'meta' is missing/],
    [
      'a table in the place of another',
      'DROP TABLE meta; CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)',
      /table 'meta' was altered/,
    ],
  ])('if it has %s that Boardcast did not create', async (_what, statements, expectedMessage) => {
    await (await Database.open({ dataDir })).close();
    expect(await startupMessageFor(databaseWith(statements))).toMatch(expectedMessage);
  });

  it('if it contains only a view', async () => {
    expect(await startupMessageFor(databaseWith('CREATE VIEW evil AS SELECT 1'))).toMatch(/view 'evil'/);
  });

  it('if it is a folder', async () => {
    mkdirSync(file);
    expect(await startupMessage()).toMatch(/cannot be opened/);
  });
});

describe('describeFileOpenFailure', () => {
  it.each([
    [8, /cannot be written to.*permission to write/],
    [10, /disk of .* fails/],
    [11, /damaged/],
    [13, /disk of .* is full/],
    [14, /cannot be opened/],
    [21, /cannot be used: what SQLite says/],
  ])('returns a message for the result code %d', (errcode, expectedMessage) => {
    expect(describeFileOpenFailure(Object.assign(new Error('what SQLite says'), { errcode }), '/data/x')).toMatch(
      expectedMessage,
    );
  });
});

describe('opening a data folder fails with a message', () => {
  it('if it is a file, or inside one', async () => {
    const path = join(dataDir, 'file');
    writeFileSync(path, '');
    expect(await startupMessage(path)).toMatch(/is a file.*another data folder \(DATA_DIR/);
    expect(await startupMessage(join(path, 'data'))).toMatch(/inside one/);
  });

  it('if its lock file is not a database', async () => {
    writeFileSync(join(dataDir, 'boardcast.lock'), 'not a lock at all. '.repeat(100));
    expect(await startupMessage()).toMatch(/boardcast\.lock is not a valid lock file.*Delete it/);
  });

  it('if it cannot be written to', () => {
    chmodSync(dataDir, 0o555);
    const open = (): unknown => new DataFolder(dataDir);
    expect(asOrdinaryUser(open)).toThrow(/cannot be written to.*Give this user the permission/);
    expect(asOrdinaryUser(() => new DataFolder(join(dataDir, 'new')))).toThrow(/cannot be created \(EACCES\)/);
    chmodSync(dataDir, 0o700);
  });

  it('if this process uses it already', async () => {
    const database = await Database.open({ dataDir });
    expect(await startupMessage()).toMatch(/Another Boardcast is running/);
    await database.close();
    await (await Database.open({ dataDir })).close();
  });

  it.each([
    [
      'deleted',
      (lock: string) => {
        rmSync(lock);
      },
    ],
    [
      'replaced by an empty one',
      (lock: string) => {
        rmSync(lock);
        writeFileSync(lock, '');
      },
    ],
  ])('while it is in use, even if its lock file was %s', async (_what, damage) => {
    const database = await Database.open({ dataDir });
    damage(join(dataDir, 'boardcast.lock'));
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(await startupMessage()).toMatch(/Another Boardcast is running/);
    await database.write(PUT, { key: 'a' });
    await database.close();
    const next = await Database.open({ dataDir });
    expect(await next.read(KEYS, undefined)).toEqual(['a']);
    expect(await startupMessage()).toMatch(/Another Boardcast is running/);
    await next.close();
  });

  it('while its database is in use through a link in another folder', async () => {
    const database = await Database.open({ dataDir });
    const other = join(dataDir, 'other');
    mkdirSync(other);
    symlinkSync(file, join(other, 'boardcast.db'));
    symlinkSync(dataDir, join(dataDir, 'link'));
    expect(await startupMessage(other)).toMatch(/Another Boardcast is running/);
    expect(await startupMessage(join(dataDir, 'link'))).toMatch(/Another Boardcast is running/);
    await database.close();
  });

  it('while another process uses it, but not afterwards', async () => {
    const { child, line } = startLockingProcess();
    await line;
    expect(await startupMessage()).toMatch(/Another Boardcast is running.*data folder of its own \(DATA_DIR/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const database = await Database.open({ dataDir });
    await database.write(PUT, { key: 'a' });
    expect(await database.read(KEYS, undefined)).toEqual(['a']);
    await database.close();
  });
});

describe('the files of the data folder', () => {
  it.each([
    ['new', () => Promise.resolve()],
    [
      'of a former version',
      async () => {
        await (await Database.open({ dataDir })).close();
        for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o644);
      },
    ],
  ])('that are %s can be read only by their user, even in a folder that others can read', async (_what, prepare) => {
    chmodSync(dataDir, 0o755);
    await prepare();
    const database = await Database.open({ dataDir });
    await database.write(PUT, { key: 'a' });
    const names = readdirSync(dataDir);
    const readable = names.filter((name) => (statSync(join(dataDir, name)).mode & 0o077) !== 0);
    expect(readable).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining(['boardcast.db', 'boardcast.db-shm', 'boardcast.db-wal', 'boardcast.lock']),
    );
    await database.close();
  });
});

/** Runs the work as an ordinary user if the test runs as root, because root may write to any folder. */
function asOrdinaryUser(work: () => unknown): () => void {
  return () => {
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      work();
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  };
}

/** Starts another process that locks the data folder. */
function startLockingProcess(): { child: ReturnType<typeof spawn>; line: Promise<unknown> } {
  const code = `
    const { DatabaseSync } = await import('node:sqlite');
    const { DataFolder } = await import(${JSON.stringify(new URL('./sqlite/data-folder.ts', import.meta.url).href)});
    globalThis.folder = new DataFolder(${JSON.stringify(dataDir)});
    console.log('locked');
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, [...importFlags(), '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, line: once(child.stdout, 'data') };
}

function importFlags(): string[] {
  return process.execArgv.filter((flag) => flag.startsWith('--import'));
}
