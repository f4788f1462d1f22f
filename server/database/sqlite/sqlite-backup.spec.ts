import { afterEach, describe, expect, it } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileTimestamp } from './file-timestamp.js';
import { backUp, restore } from './sqlite-backup.js';
import { DATABASE_FILE } from '../../config/data-dir.js';
import { Database } from '../database.js';
import { startupErrorMessage } from '../../../test/support/server/startup-error-message.js';
import { KEYS, PUT } from '../../../test/support/database/probe-jobs.js';
import { useTempDirPerTest } from '../../../test/support/use-temp-dir.js';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

let root: string;
let dataDir: string;
let copy: string;
let open: Database | undefined;

afterEach(stop);
useTempDirPerTest((path) => {
  root = path;
  dataDir = join(root, 'data');
  copy = join(root, 'copies', 'copy.db');
  mkdirSync(dataDir);
});

async function start(folder = dataDir): Promise<Database> {
  open = await Database.open({ dataDir: folder });
  return open;
}

async function stop(): Promise<void> {
  await open?.close();
  open = undefined;
}

async function keysIn(folder: string): Promise<unknown> {
  const database = await start(folder);
  const keys = await database.read(KEYS, undefined);
  await stop();
  return keys;
}

describe('a backup', () => {
  it('contains all acknowledged writes, even if it is made during writes', async () => {
    const database = await start();
    await database.write(PUT, { key: 'before' });
    backUp(dataDir, copy);
    await database.write(PUT, { key: 'after' });
    await stop();
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(restore(copy, join(root, 'elsewhere'), NOW)).toBeUndefined();
    expect(await keysIn(join(root, 'elsewhere'))).toEqual(['before']);
    expect(await keysIn(dataDir)).toEqual(['after', 'before']);
  });

  it('replaces the database and keeps the previous one', async () => {
    await (await start()).write(PUT, { key: 'old' });
    await stop();
    backUp(dataDir, copy);
    await (await start()).write(PUT, { key: 'new' });
    await stop();
    const former = restore(copy, dataDir, NOW) as string;
    expect(former).toBe(join(dataDir, `${DATABASE_FILE}.before-20260102T030405Z`));
    expect(await keysIn(dataDir)).toEqual(['old']);
    const kept = new DatabaseSync(former, { readOnly: true });
    expect(kept.prepare('SELECT key FROM meta').all()).toEqual(expect.arrayContaining([{ key: 'new' }]));
    kept.close();
    expect(readdirSync(dataDir).filter((name) => /part|restoring/.test(name))).toEqual([]);
  });

  it.each([
    ['that was killed', (file: string) => file],
    ['that is damaged', (file: string) => (writeFileSync(file, 'no longer a database '.repeat(1_000)), file)],
  ])('replaces a database %s together with its log', async (_what, damage) => {
    await (await start()).write(PUT, { key: 'old' });
    backUp(dataDir, copy);
    await open?.write(PUT, { key: 'new' });
    const crashed = join(root, 'crashed');
    mkdirSync(crashed);
    for (const name of readdirSync(dataDir))
      if (name.startsWith(DATABASE_FILE)) cpSync(join(dataDir, name), join(crashed, name));
    await stop();
    damage(join(crashed, DATABASE_FILE));
    const former = restore(copy, crashed, NOW) as string;
    expect(readdirSync(crashed).filter((name) => /-(wal|shm)$/.test(name) && !name.includes('.before-'))).toEqual([]);
    expect(existsSync(former)).toBe(true);
    expect(await keysIn(crashed)).toEqual(['old']);
  });

  it('never leaves the folder without a database, and keeps every replaced one', async () => {
    await (await start()).write(PUT, { key: 'old' });
    await stop();
    backUp(dataDir, copy);
    const formers = [NOW, NOW, NOW].map((now) => restore(copy, dataDir, now));
    expect(new Set(formers).size).toBe(3);
    expect(formers.every((former) => existsSync(former as string))).toBe(true);
    expect(await keysIn(dataDir)).toEqual(['old']);
  });

  it('fails with a message if the target exists or there is no database', async () => {
    expect(startupErrorMessage(() => backUp(dataDir, copy))).toMatch(/no database/);
    await start();
    mkdirSync(join(root, 'copies'));
    writeFileSync(copy, 'mine');
    expect(startupErrorMessage(() => backUp(dataDir, copy))).toMatch(/exists already/);
    expect(readFileSync(copy, 'utf8')).toBe('mine');
    expect(startupErrorMessage(() => backUp(dataDir, join(copy, 'under-a-file.db')))).toMatch(/cannot be used/);
  });

  it('does not replace a database that is in use', async () => {
    await start();
    backUp(dataDir, copy);
    expect(startupErrorMessage(() => restore(copy, dataDir, NOW))).toMatch(/Another Boardcast is running/);
  });

  it.each([
    ['nothing', undefined, /There is no file/],
    ['an empty file', '', /contains no data/],
    ['a text', 'no database, by far. '.repeat(100), /not a database/],
  ])('is not restored if it is %s', async (_what, content, expectedMessage) => {
    await (await start()).write(PUT, { key: 'kept' });
    await stop();
    mkdirSync(join(root, 'copies'));
    if (content !== undefined) writeFileSync(copy, content);
    expect(startupErrorMessage(() => restore(copy, dataDir, NOW))).toMatch(expectedMessage);
    expect(await keysIn(dataDir)).toEqual(['kept']);
  });

  it('is not restored if it is a folder', () => {
    mkdirSync(copy, { recursive: true });
    expect(startupErrorMessage(() => restore(copy, dataDir, NOW))).toMatch(/There is no file/);
  });

  it('is not restored if it belongs to another application or a newer version', async () => {
    mkdirSync(join(root, 'copies'));
    const other = new DatabaseSync(copy);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    expect(startupErrorMessage(() => restore(copy, dataDir, NOW))).toMatch(/of another application/);
    await start();
    await stop();
    const newer = new DatabaseSync(join(dataDir, DATABASE_FILE));
    newer.exec("INSERT INTO kysely_migration VALUES ('9999-later', '')");
    newer.close();
    rmSync(copy);
    expect(startupErrorMessage(() => backUp(dataDir, copy))).toMatch(/newer Boardcast/);
    expect(existsSync(copy)).toBe(false);
  });

  it.each([
    ['a trigger', 'CREATE TRIGGER evil AFTER INSERT ON events BEGIN DELETE FROM points; END', /trigger 'evil'/],
    ['a view', 'CREATE VIEW evil AS SELECT 1', /view 'evil'/],
    ['an altered table', 'ALTER TABLE events ADD COLUMN evil TEXT', /altered/],
  ])('is not restored if it has %s', async (_what, statements, expectedMessage) => {
    await (await start()).write(PUT, { key: 'kept' });
    await stop();
    backUp(dataDir, copy);
    const changed = new DatabaseSync(copy);
    changed.exec(statements);
    changed.close();
    expect(startupErrorMessage(() => restore(copy, dataDir, NOW))).toMatch(expectedMessage);
    expect(await keysIn(dataDir)).toEqual(['kept']);
  });

  it('can be read only by its user, and so can the database that it replaces', async () => {
    await (await start()).write(PUT, { key: 'old' });
    await stop();
    backUp(dataDir, copy);
    const former = restore(copy, dataDir, NOW) as string;
    for (const file of [copy, former, join(dataDir, DATABASE_FILE)]) expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('has a name that sorts by time', () => {
    expect(fileTimestamp(NOW)).toBe('20260102T030405Z');
  });
});
