import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BoardsApp } from '../../test/support/server/boards-app.js';
import type { Board } from '../../wire/schemas/board.js';
import { toNdjson } from '../transfer/ndjson.js';
import { BoardTransfer } from './board-transfer.js';

jest.setTimeout(60_000);

const panel = (id: string, more: object = {}) => ({
  id,
  type: 'text',
  title: id,
  layout: { x: 0, y: 0, w: 1, h: 1 },
  ...more,
});

describe('Board limits', () => {
  let api: BoardsApp;

  beforeEach(async () => {
    api = await BoardsApp.open({ maxBoards: 3 });
  });
  afterEach(() => api.close());

  const create = (slug: string) => api.request('POST', '', { slug, title: slug });
  const listed = async (): Promise<Board[]> =>
    ((await api.request('GET', '')).board as unknown as { items: Board[] }).items;

  it('reject boards beyond MAX_BOARDS, until one is deleted', async () => {
    for (const slug of ['a', 'b', 'c']) expect((await create(slug)).status).toBe(201);
    for (const rejected of [await create('d'), await api.request('POST', '', { title: 'D' })]) {
      expect(rejected.status).toBe(429);
      expect(rejected.problem.detail).toMatch(/3 boards.*MAX_BOARDS/);
    }
    expect((await create('a')).status).toBe(409);
    expect((await api.request('PUT', '/a', { title: 'Changed' }, { 'if-match': '*' })).status).toBe(200);
    expect((await api.request('DELETE', '/b')).status).toBe(204);
    expect((await create('d')).status).toBe(201);
  });

  it('reject concurrent requests beyond MAX_BOARDS', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => create(`b${index}`)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(17);
    expect(await listed()).toHaveLength(4);
  });

  it('reject the line of an import beyond MAX_BOARDS, and keep existing boards', async () => {
    const line = (slug: string) => ({ type: 'board', board: { slug, title: slug, panels: [] } });
    const transfer = api.app.get(BoardTransfer);
    const bytes = toNdjson(['a', 'b', 'c', 'a'].map(line));
    expect(await transfer.import('board', { bytes, first: 1 })).toEqual({ stored: 3, kept: 1 });
    const beyond = transfer.import('board', { bytes: toNdjson([line('d')]), first: 7 });
    await expect(beyond).rejects.toMatchObject({ status: 429, detail: expect.stringMatching(/^Line 7 .*MAX_BOARDS/) });
  });

  it('omit queries and options from the list', async () => {
    const query = { source: 'metrics', metric: 'shop.orders' };
    const text = 'x'.repeat(500_000);
    const panels = [panel('a', { options: { text } }), panel('b', { type: 'number', query })];
    const { status, board } = await api.request('POST', '', { slug: 'large', title: 'Large', range: '6h', panels });
    expect(status).toBe(201);
    expect((await listed())[0]).toEqual({
      slug: 'large',
      title: 'Large',
      version: 1,
      range: '6h',
      panels: [panel('a'), panel('b', { type: 'number' })],
    });
    expect((await api.request('GET', '/large')).board).toEqual(board);
  });

  it.each([
    ['201 panels', { panels: Array.from({ length: 201 }, (_, index) => panel(`p${index}`)) }, 422, /^panels: /],
    ['300,000 invalid panels', `{"title":"A","panels":[${'{},'.repeat(3e5)}{}]}`, 422, /^panels: /],
    [
      'options with 20,000 properties',
      { panels: [panel('a', { options: propertiesOf(20_000) })] },
      422,
      /20000 values/,
    ],
    ['20,000 unknown properties', propertiesOf(20_000), 422, /20000 values/],
    ['nested lists', { panels: [panel('a', { options: { a: lists(6, 6) } })] }, 422, /20000 values/],
    [
      'a body of more than 1 MiB',
      { panels: [panel('a', { options: { text: 'x'.repeat(1024 * 1024) } })] },
      413,
      /too large/,
    ],
  ])('reject %s', async (_, body, expected, message) => {
    const sent = typeof body === 'string' ? body : { title: 'A', ...body };
    await create('a');
    for (const { status, problem } of [
      await api.request('POST', '', sent),
      await api.request('PUT', '/a', sent, { 'if-match': '*' }),
    ]) {
      expect(status).toBe(expected);
      expect(problem.detail).toMatch(message);
    }
  });

  it('accept 200 panels with 20 options each', async () => {
    const panels = Array.from({ length: 200 }, (_, index) => panel(`p${index}`, { options: propertiesOf(20) }));
    expect((await api.request('POST', '', { title: 'A', panels })).status).toBe(201);
  });
});

function propertiesOf(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));
}

function lists(width: number, levels: number): unknown {
  return levels === 0 ? 1 : Array.from({ length: width }, () => lists(width, levels - 1));
}
