import { afterEach, describe, expect, it } from '@jest/globals';
import type { BoardInput } from '../../wire/schemas/board.js';
import { ManualClock } from '../../test/support/server/manual-clock.js';
import { databaseSettingsFor } from '../../test/support/database/test-database.js';
import { useTempDirPerTest } from '../../test/support/use-temp-dir.js';
import { Database } from '../database/database.js';
import { BoardRepository } from './board.repository.js';

function board(slug: string, title = slug): BoardInput {
  return { slug, title, panels: [] };
}

describe('BoardRepository', () => {
  const clock = new ManualClock();
  let database: Database;
  let repository: BoardRepository;

  afterEach(() => database.close());

  useTempDirPerTest(async (path) => {
    database = await Database.open(await databaseSettingsFor(path));
    repository = new BoardRepository(database, clock);
  });

  async function slugs(): Promise<string[]> {
    return (await repository.all()).map(({ board: { slug }, deleted }) => (deleted ? `-${slug}` : slug));
  }

  it('stores and returns a board', async () => {
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
    expect(await repository.insert(input)).toMatchObject({ board: { ...input, version: 1 }, deleted: false });
    expect((await repository.get('shop'))?.board).toEqual({ ...input, version: 1 });
    expect(await repository.get('other')).toBeUndefined();
  });

  it('orders boards by age, even if the clock does not advance', async () => {
    for (const slug of ['c', 'a', 'b']) await repository.insert(board(slug));
    expect(await slugs()).toEqual(['c', 'a', 'b']);
  });

  it('does not insert a slug twice', async () => {
    await repository.insert(board('a', 'first'));
    expect(await repository.insert(board('a', 'second'))).toBeUndefined();
    expect((await repository.get('a'))?.board.title).toBe('first');
  });

  it('updates only an expected version', async () => {
    await repository.insert(board('a'));
    expect((await repository.update(board('a', 'x'), [1]))?.board).toMatchObject({ version: 2, title: 'x' });
    expect(await repository.update(board('a', 'y'), [1])).toBeUndefined();
    expect((await repository.update(board('a', 'z'), [7, 2]))?.board.version).toBe(3);
    expect((await repository.update(board('a', 'any'), 'any'))?.board.version).toBe(4);
    expect(await repository.update(board('b'), 'any')).toBeUndefined();
  });

  it('applies only one of two concurrent updates of a version', async () => {
    await repository.insert(board('a'));
    const results = await Promise.all([
      repository.update(board('a', 'x'), [1]),
      repository.update(board('a', 'y'), [1]),
    ]);
    expect(results.filter((result) => result !== undefined)).toHaveLength(1);
    expect((await repository.get('a'))?.board.version).toBe(2);
  });

  it('continues the versions of a deleted slug, as the newest board', async () => {
    for (const slug of ['a', 'b']) await repository.insert(board(slug));
    await repository.update(board('a', 'x'), [1]);
    expect(await repository.delete('a', [1])).toBeUndefined();
    expect((await repository.delete('a', [2]))?.deleted).toBe(true);
    expect(await repository.delete('a', 'any')).toBeUndefined();
    expect(await repository.update(board('a', 'y'), 'any')).toBeUndefined();
    expect(await slugs()).toEqual(['-a', 'b']);
    expect(await repository.insert(board('a', 'again'))).toMatchObject({
      deleted: false,
      board: { version: 3, title: 'again' },
    });
    expect(await slugs()).toEqual(['b', 'a']);
  });

  it('inserts an unused slug only', async () => {
    await repository.insert(board('a', 'mine'));
    await repository.insert(board('b'));
    await repository.delete('b', 'any');
    expect(await repository.insertUnused(board('a', 'theirs'))).toBeUndefined();
    expect(await repository.insertUnused(board('b'))).toBeUndefined();
    expect((await repository.insertUnused(board('c')))?.board).toMatchObject({ slug: 'c', version: 1 });
    expect((await repository.get('a'))?.board.title).toBe('mine');
    expect(await slugs()).toEqual(['a', '-b', 'c']);
  });
});
