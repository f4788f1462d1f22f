import { mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createOldDatabase } from '../../../test/support/database/old-database.js';
import { useTempDirPerTest } from '../../../test/support/use-temp-dir.js';
import { Database } from '../database.js';
import { MIGRATIONS } from '../migrations/migrations.js';
import { restore } from './sqlite-backup.js';

const NAMES = Object.keys(MIGRATIONS);
const [FIRST = '', SECOND = '', THIRD = ''] = NAMES;

let folder: string;
let file: string;
useTempDirPerTest((path) => {
  folder = path;
  file = join(folder, 'boardcast.db');
});
beforeEach(() => {
  createOldDatabase(file, [FIRST]);
});

/** Starts and stops a server's database. @returns the copy that it made */
async function start(): Promise<string | undefined> {
  const database = await Database.open({ dataDir: folder });
  await database.close();
  return database.upgradeCopy;
}

function migrationsIn(path: string): unknown[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const names = database.prepare('SELECT name FROM kysely_migration ORDER BY name').all();
  database.close();
  return names.map(({ name }) => name);
}

const copies = (): string[] => readdirSync(folder).filter((name) => name.includes('.before-'));

/** Creates a file that was changed this many days ago. */
function createFile(name: string, daysAgo: number): void {
  writeFileSync(join(folder, name), name);
  const seconds = Date.now() / 1_000 - daysAgo * 86_400;
  utimesSync(join(folder, name), seconds, seconds);
}

describe('an upgrade of a database', () => {
  it('copies the database as it was before', async () => {
    const copy = await start();
    expect(copy).toBe(`${file}.before-${SECOND}`);
    expect([migrationsIn(copy as string), migrationsIn(file)]).toEqual([[FIRST], NAMES]);
    expect(await start()).toBeUndefined();
  });

  it('has a copy that can be restored and upgraded again', async () => {
    const copy = (await start()) as string;
    restore(copy, folder, Date.now());
    expect(migrationsIn(file)).toEqual([FIRST]);
    expect(await start()).toBe(copy);
    expect(migrationsIn(file)).toEqual(NAMES);
  });

  it('copies nothing if the database is new', async () => {
    folder = join(folder, 'new');
    expect(await start()).toBeUndefined();
    expect(copies()).toEqual([]);
  });

  it('keeps the three newest copies, and everything else', async () => {
    createFile('boardcast.db.before-0009-newest', 1);
    createFile('boardcast.db.before-0007-middle', 2);
    createFile('boardcast.db.before-0008-old', 3);
    createFile('boardcast.db.before-0001-older', 4);
    const others = [
      'boardcast.db.before-20260102T030405Z',
      'boardcast.db.before-20260102T030405Z-2',
      'boardcast.db.before-me',
    ];
    for (const name of others) createFile(name, 1_000);
    await start();
    expect(copies().sort()).toEqual(
      [
        ...others,
        'boardcast.db.before-0007-middle',
        'boardcast.db.before-0009-newest',
        `boardcast.db.before-${SECOND}`,
      ].sort(),
    );
  });

  it('replaces the parts of a copy that a killed start left', async () => {
    const part = `${file}.before-${SECOND}.part`;
    writeFileSync(part, 'not complete '.repeat(1_000));
    writeFileSync(`${part}-journal`, 'not complete '.repeat(1_000));
    const copy = (await start()) as string;
    expect(migrationsIn(copy)).toEqual([FIRST]);
    expect(copies()).toEqual([`boardcast.db.before-${SECOND}`]);
  });

  it('does not begin if the database cannot be copied, and says why', async () => {
    mkdirSync(`${file}.before-${SECOND}`);
    await expect(start()).rejects.toThrow(
      /was not upgraded, because it could not be copied before\. \S+before-0002\S+ cannot be used/,
    );
    expect(migrationsIn(file)).toEqual([FIRST]);
    expect(copies()).toEqual([`boardcast.db.before-${SECOND}`]);
  });
});

describe('a database of a newer version', () => {
  /** Renames the second migration in the database, so that this version does not know it. */
  async function makeNewer(): Promise<void> {
    await start();
    const database = new DatabaseSync(file);
    database.prepare('UPDATE kysely_migration SET name = ? WHERE name = ?').run('9999-newer', THIRD);
    database.close();
  }

  it('is not opened, and the message names the copy from before the upgrade', async () => {
    await makeNewer();
    renameSync(`${file}.before-${SECOND}`, `${file}.before-9999-newer`);
    const before = readFileSync(file);
    await expect(start()).rejects.toThrow(
      `was created by a newer Boardcast (it knows 9999-newer). Start that version, restore ${file}.before-9999-newer, the copy`,
    );
    expect(readFileSync(file)).toEqual(before);
  });

  it('is not opened, if there is no such copy', async () => {
    await makeNewer();
    await expect(start()).rejects.toThrow('Start that version, or use another data folder');
  });
});
