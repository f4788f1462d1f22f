import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BoardInput } from '../../wire/board.js';
import { ManualClock } from '../../test/support/server/manual-clock.js';
import { storeIn } from '../../test/support/database/test-database.js';
import { Database } from '../database/database.js';
import { BoardStore } from './board-store.js';

function board(slug: string, title = slug): BoardInput {
  return { slug, title, panels: [] };
}

describe('BoardStore', () => {
  const clock = new ManualClock();
  let dataDir: string;
  let database: Database;
  let store: BoardStore;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'boardcast-boards-'));
    database = await Database.open(await storeIn(dataDir));
    store = new BoardStore(database, clock);
  });

  afterEach(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true });
  });

  async function slugs(): Promise<string[]> {
    return (await store.all()).map(({ board: { slug }, deleted }) => (deleted ? `-${slug}` : slug));
  }

  it('keeps what it is given', async () => {
    const input: BoardInput = {
      slug: 'shop',
      title: 'Läden \u{1F6D2} \u0000',
      range: '6h',
      timeZone: 'Europe/Berlin',
      panels: [
        {
          id: 'a',
          type: 'number',
          title: '注文',
          query: { source: 'metrics', metric: 'shop.orders' },
          layout: { x: 0, y: 0, w: 3, h: 2 },
          options: { unit: '€' },
        },
      ],
    };
    expect(await store.insert(input)).toMatchObject({ board: { ...input, version: 1 }, deleted: false });
    expect((await store.get('shop'))?.board).toEqual({ ...input, version: 1 });
    expect(await store.get('other')).toBeUndefined();
  });

  it('orders boards by age, though the clock stands still', async () => {
    for (const slug of ['c', 'a', 'b']) await store.insert(board(slug));
    expect(await slugs()).toEqual(['c', 'a', 'b']);
  });

  it('inserts no slug twice', async () => {
    await store.insert(board('a', 'first'));
    expect(await store.insert(board('a', 'second'))).toBeUndefined();
    expect((await store.get('a'))?.board.title).toBe('first');
  });

  it('updates only the version that it is told', async () => {
    await store.insert(board('a'));
    expect((await store.update(board('a', 'x'), [1]))?.board).toMatchObject({ version: 2, title: 'x' });
    expect(await store.update(board('a', 'y'), [1])).toBeUndefined();
    expect((await store.update(board('a', 'z'), [7, 2]))?.board.version).toBe(3);
    expect((await store.update(board('a', 'any'), 'any'))?.board.version).toBe(4);
    expect(await store.update(board('b'), 'any')).toBeUndefined();
  });

  it('lets one of two updates of a version win', async () => {
    await store.insert(board('a'));
    const results = await Promise.all([store.update(board('a', 'x'), [1]), store.update(board('a', 'y'), [1])]);
    expect(results.filter((result) => result !== undefined)).toHaveLength(1);
    expect((await store.get('a'))?.board.version).toBe(2);
  });

  it('continues the versions of a deleted slug, as the youngest board', async () => {
    for (const slug of ['a', 'b']) await store.insert(board(slug));
    await store.update(board('a', 'x'), [1]);
    expect(await store.delete('a', [1])).toBeUndefined();
    expect((await store.delete('a', [2]))?.deleted).toBe(true);
    expect(await store.delete('a', 'any')).toBeUndefined();
    expect(await store.update(board('a', 'y'), 'any')).toBeUndefined();
    expect(await slugs()).toEqual(['-a', 'b']);
    expect(await store.insert(board('a', 'again'))).toMatchObject({
      deleted: false,
      board: { version: 3, title: 'again' },
    });
    expect(await slugs()).toEqual(['b', 'a']);
  });

  describe('seed', () => {
    it('makes the boards once in the life of the database', async () => {
      await store.seed([board('a'), board('b')]);
      await store.delete('a', 'any');
      await store.seed([board('a'), board('c')]);
      expect(await slugs()).toEqual(['-a', 'b']);
    });

    it('leaves a board alone that is there already', async () => {
      await store.insert(board('a', 'mine'));
      await store.seed([board('a', 'theirs'), board('b')]);
      expect((await store.get('a'))?.board.title).toBe('mine');
      expect(await slugs()).toEqual(['a', 'b']);
    });
  });
});
