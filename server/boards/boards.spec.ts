import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BoardsApp } from '../../test/support/server/boards-app.js';
import { Problem } from '../common/errors/problem.js';
import { Boards } from './boards.js';

const panel = {
  id: 'orders',
  type: 'number',
  title: 'Orders',
  layout: { x: 0, y: 0, w: 3, h: 2 },
  query: { source: 'metrics', metric: 'shop.orders' },
};

describe('Boards', () => {
  let api: BoardsApp;
  let boards: Boards;
  beforeAll(async () => {
    api = await BoardsApp.open({ maxBoards: 10 });
    boards = api.app.get(Boards);
  });
  afterAll(() => api.close());

  async function rejectionOf(change: Promise<unknown>): Promise<Problem> {
    const error: unknown = await change.catch((rejection: unknown) => rejection);
    if (error instanceof Problem) return error;
    throw new Error('It was accepted.');
  }

  it('creates a board, which the REST API then has, and publishes it once', async () => {
    const published = await api.publishedDuring(async () => {
      const created = await boards.create({ slug: 'shop', title: 'Shop', panels: [panel] });
      expect(created).toEqual({ slug: 'shop', title: 'Shop', version: 1, panels: [{ ...panel, options: {} }] });
    });
    expect(published).toEqual([['board:shop', 'board:inbox']]);
    expect((await api.request('GET', '/shop')).board).toEqual(boards.get('shop'));
  });

  it('derives the slug from the title', async () => {
    const published = await api.publishedDuring(() => boards.create({ title: 'Größe & Höhe' }));
    expect(published).toEqual([['board:grosse-hohe', 'board:inbox']]);
    expect(boards.get('grosse-hohe').panels).toEqual([]);
  });

  it('changes the version that was read, and publishes it once', async () => {
    await boards.create({ slug: 'updated', title: 'Updated' });
    const read = boards.get('updated');
    const published = await api.publishedDuring(async () => {
      expect(await boards.update({ ...read, title: 'Changed' })).toMatchObject({ title: 'Changed', version: 2 });
    });
    expect(published).toEqual([['board:updated', 'board:inbox']]);
    const problem = await rejectionOf(boards.update({ ...read, title: 'Too late' }));
    expect(problem.getStatus()).toBe(412);
    expect(problem.message).toContain('has version "2", not "1"');
    expect(boards.get('updated').title).toBe('Changed');
  });

  it('returns copies, so that changes of them have no effect', async () => {
    const created = await boards.create({ slug: 'copied', title: 'Copied', panels: [panel] });
    created.title = 'x';
    boards.get('copied').title = 'x';
    const listed = boards.list().find(({ slug }) => slug === 'copied');
    if (listed?.panels[0]) listed.panels[0].layout.w = 12;
    expect(boards.get('copied')).toMatchObject({ title: 'Copied', panels: [{ layout: { w: 3 } }] });
  });

  it('lists boards as the REST API does', async () => {
    const { board } = await api.request('GET', '');
    expect(boards.list()).toEqual((board as unknown as { items: unknown[] }).items);
  });

  it('deletes a board, and publishes it once', async () => {
    await boards.create({ slug: 'removed', title: 'Removed' });
    expect((await rejectionOf(boards.remove('removed', 7))).getStatus()).toBe(412);
    const published = await api.publishedDuring(() => boards.remove('removed', 1));
    expect(published).toEqual([['board:removed', 'board:inbox']]);
    expect((await api.request('GET', '/removed')).status).toBe(410);
    expect(() => boards.get('removed')).toThrow("The board 'removed' was deleted.");
    expect((await rejectionOf(boards.remove('removed'))).getStatus()).toBe(410);
  });

  it('names everything that is wrong with a definition, and publishes nothing', async () => {
    const published = await api.publishedDuring(async () => {
      const panels = [{ ...panel, title: 1, query: { source: 'metrics' } }];
      const problem = await rejectionOf(boards.create({ slug: 'Ä', title: '', panels } as never));
      expect(problem.getStatus()).toBe(422);
      expect(problem.errors?.map(({ path }) => path)).toEqual(['slug', 'title', 'panels[0].title']);
      const query = { slug: 'x', title: 'x', panels: [{ ...panel, query: { source: 'metrics' } }] };
      expect((await rejectionOf(boards.create(query))).errors?.[0]?.path).toBe('panels[0].query.metric');
    });
    expect(published).toEqual([]);
  });

  it.each([undefined, '1', 1.5])('rejects an update with the version %j', async (version) => {
    await expect(boards.update({ slug: 'shop', title: 'x', version } as never)).rejects.toMatchObject({
      errors: [{ path: 'version' }],
    });
  });

  it('answers like the REST API where a board cannot be created, found or changed', async () => {
    expect((await rejectionOf(boards.create({ slug: 'shop', title: 'Taken' }))).getStatus()).toBe(409);
    expect((await rejectionOf(boards.create({ slug: 'inbox', title: 'Computed' }))).getStatus()).toBe(409);
    expect((await rejectionOf(boards.update({ slug: 'nowhere', title: 'x', version: 1 }))).getStatus()).toBe(404);
    for (let left = 10 - boards.list().length; left >= 0; left--) await boards.create({ title: 'More' });
    expect((await rejectionOf(boards.create({ title: 'Too many' }))).getStatus()).toBe(429);
  });
});
