import { describe, expect, it } from '@jest/globals';
import type { Board } from '../../../wire/schemas/board.js';
import { expectJson } from '../../support/server/api-client.js';
import { numberBoard } from '../../support/server/number-board.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { useServer } from '../../support/server/use-server.js';

const BOARDS = '/api/v1/boards';

const app = useServer();

const put = (slug: string, body: unknown, ifMatch?: string): ReturnType<typeof app.api.sendJson> =>
  app.api.sendJson('PUT', `${BOARDS}/${slug}`, body, ifMatch === undefined ? {} : { 'if-match': ifMatch });

describe('a board', () => {
  it('is created, read, listed, changed and deleted', async () => {
    const made = await app.api.sendJson('POST', BOARDS, { ...numberBoard('shop', ['shop.orders']), range: '6h' });
    expect(made.headers.location).toBe(`${BOARDS}/shop`);
    const board = expectJson(made, 201) as Board;
    expect(board).toMatchObject({ ...numberBoard('shop', ['shop.orders']), range: '6h', version: expect.any(Number) });

    const read = await app.api.request(`${BOARDS}/shop`);
    expect(read.headers.etag).toBe(`"${board.version}"`);
    expect(expectJson(read, 200)).toEqual(board);
    const { items } = expectJson(await app.api.request(BOARDS), 200) as { items: Board[] };
    expect(items).toContainEqual(expect.objectContaining({ slug: 'shop', title: 'Board shop' }));

    const changed = await put('shop', { ...board, title: 'The shop' }, read.headers.etag);
    expect(expectJson(changed, 200)).toMatchObject({ title: 'The shop', slug: 'shop' });
    expect(changed.headers.etag).not.toBe(read.headers.etag);
    expect((await app.api.request(`${BOARDS}/shop`)).headers.etag).toBe(changed.headers.etag);

    expect((await app.api.request(`${BOARDS}/shop`, { method: 'DELETE' })).status).toBe(204);
    expectProblem(await app.api.request(`${BOARDS}/shop`), 410);
    expectProblem(await app.api.request(`${BOARDS}/shop/data`), 410);
    expectProblem(await app.api.request(`${BOARDS}/shop`, { method: 'DELETE' }), 410);
    expectProblem(await put('shop', board, '*'), 410);
    const after = expectJson(await app.api.request(BOARDS), 200) as { items: Board[] };
    expect(after.items.map(({ slug }) => slug)).not.toContain('shop');

    expect((await app.api.sendJson('POST', BOARDS, numberBoard('shop', []))).status).toBe(201);
    expect((await app.api.request(`${BOARDS}/shop/data`)).status).toBe(200);
  });

  it('is read as JSON with any content type, as curl sends it', async () => {
    const board = expectJson(await app.api.post(BOARDS, JSON.stringify(numberBoard('curled', ['a']))), 201) as Board;
    const body = JSON.stringify({ ...board, title: 'Changed by curl' });
    const headers = { 'if-match': `"${board.version}"`, 'content-type': 'application/x-www-form-urlencoded' };
    expect(expectJson(await app.api.request(`${BOARDS}/curled`, { method: 'PUT', headers, body }), 200)).toMatchObject({
      title: 'Changed by curl',
    });
  });

  it('returns 404 if it does not exist', async () => {
    for (const path of ['nowhere', 'nowhere/data']) expectProblem(await app.api.request(`${BOARDS}/${path}`), 404);
    expectProblem(await put('nowhere', numberBoard('nowhere', []), '"1"'), 404);
    expectProblem(await app.api.request(`${BOARDS}/nowhere`, { method: 'DELETE' }), 404);
  });

  it('is rejected with 409 if its slug is taken', async () => {
    const first = await app.api.createBoard('taken', []);
    expectProblem(await app.api.sendJson('POST', BOARDS, { ...numberBoard('taken', []), title: 'Mine' }), 409);
    expect(expectJson(await app.api.request(`${BOARDS}/taken`), 200)).toEqual(first);
  });

  it('is not changed without If-Match (428)', async () => {
    const board = await app.api.createBoard('careful', ['a']);
    expectProblem(await put('careful', { ...board, title: 'Blind' }), 428, /If-Match/);
    expect(expectJson(await app.api.request(`${BOARDS}/careful`), 200)).toEqual(board);
  });

  it('is changed by only one of many writes to the same version, and the others get 412', async () => {
    const board = await app.api.createBoard('raced', ['a']);
    const tag = `"${board.version}"`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => put('raced', { ...board, title: `By ${i}` }, tag)),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    for (const answer of answers) if (answer !== winners[0]) expectProblem(answer, 412);
    const kept = expectJson(await app.api.request(`${BOARDS}/raced`), 200) as Board;
    expect(kept.title).toBe((winners[0]?.json() as Board).title);
    expectProblem(await put('raced', board, tag), 412);
  });

  it('survives a restart, and stays deleted', async () => {
    const board = await app.api.createBoard('kept', ['k']);
    await app.api.createBoard('dropped', []);
    await app.api.request(`${BOARDS}/dropped`, { method: 'DELETE' });
    await app.api.request(`${BOARDS}/this-server`, { method: 'DELETE' });
    expect(await app.server.stop()).toEqual({ code: 0, signal: null });
    await app.server.restart();
    expect(expectJson(await app.api.request(`${BOARDS}/kept`), 200)).toEqual(board);
    expectProblem(await app.api.request(`${BOARDS}/dropped`), 410);
    expectProblem(await app.api.request(`${BOARDS}/this-server`), 410);
  });

  it.each([
    ['no title', { title: undefined }, 'title'],
    ['an empty title', { title: '' }, 'title'],
    ['capitals in its slug', { slug: 'Shop' }, 'slug'],
    ['a slug of 65 characters', { slug: 's'.repeat(65) }, 'slug'],
    ['an empty slug', { slug: '' }, 'slug'],
    ['an unknown range', { range: '2h' }, 'range'],
    ['panels that are not a list', { panels: {} }, 'panels'],
    ['a panel that is not an object', { panels: [7] }, 'panels[0]'],
    ['a panel beyond the grid', { panels: [panel({ layout: { x: 10, y: 0, w: 3, h: 1 } })] }, 'panels[0].layout'],
    ['two panels with the same ID', { panels: [panel({}), panel({})] }, 'panels[1].id'],
    ['a panel without a source', { panels: [panel({ query: { metric: 'x' } })] }, 'panels[0].query.source'],
    [
      'a metrics query without a metric',
      { panels: [panel({ query: { source: 'metrics' } })] },
      'panels[0].query.metric',
    ],
    [
      'an impossible metric',
      { panels: [panel({ query: { source: 'metrics', metric: 'a//b' } })] },
      'panels[0].query.metric',
    ],
  ])('with %s is rejected with 422 and the path of the error', async (_what, wrong, path) => {
    const problem = expectProblem(
      await app.api.sendJson('POST', BOARDS, { ...numberBoard('wrong', []), ...wrong }),
      422,
    );
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
    expectProblem(await app.api.request(`${BOARDS}/wrong`), 404);
  });

  it('is rejected with 400 or 422 if it is not a JSON object', async () => {
    const json = { 'content-type': 'application/json' };
    expectProblem(await app.api.post(BOARDS, '{"slug":', json), 400);
    expectProblem(await app.api.post(BOARDS, '[]', json), 422);
    expectProblem(await app.api.post(BOARDS, 'null', json), 422);
  });
});

function panel(more: Record<string, unknown>): object {
  return { ...numberBoard('x', ['m']).panels[0], ...more };
}
