import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { z } from 'zod';
import type { Board, Panel } from '../../wire/schemas/board.js';
import { BoardsApp, type BoardResponse } from '../../test/support/server/boards-app.js';
import { ChangeBus } from '../change-bus/change-bus.js';
import { DashboardCoreModule } from '../dashboard/dashboard-core.module.js';
import { type LoadedFrame, Source } from '../dashboard/contracts/source.js';
import { MetricsService } from '../metrics/metrics.service.js';

class WeatherSource extends Source {
  readonly name = 'weather';
  readonly schema = z.looseObject({ source: z.literal('weather'), city: z.object({ name: z.string() }) });

  topics(): string[] {
    return [];
  }

  load(): Promise<LoadedFrame> {
    return Promise.resolve({ fields: [] });
  }
}

@Module({
  imports: [
    DashboardCoreModule.forFeature({
      sources: [WeatherSource],
      boards: [{ slug: 'weather', title: 'Weather', panels: [] }],
    }),
  ],
})
class WeatherModule {}

let api: BoardsApp;

beforeAll(async () => {
  api = await BoardsApp.open({}, WeatherModule);
});

afterAll(() => api.close());

const call: BoardsApp['request'] = (...request) => api.request(...request);

function panel(id: string, query: Panel['query'] = { source: 'metrics', metric: 'm' }): Panel {
  return { id, type: 'number', title: id, query, layout: { x: 0, y: 0, w: 3, h: 2 }, options: {} };
}

let boardCount = 0;
async function newBoard(definition: object = {}): Promise<Board> {
  boardCount += 1;
  const { status, board } = await call('POST', '', { slug: `board-${boardCount}`, title: 'A board', ...definition });
  expect(status).toBe(201);
  return board;
}

describe('POST /api/v1/boards', () => {
  it.each(['query', 'options'])('rejects a panel whose %s has too many levels', async (member) => {
    const deep = (levels: number): string => {
      const board = {
        title: 'Deep',
        panels: [{ ...panel('a'), [member]: { source: 'metrics', metric: 'm', deep: 'here' } }],
      };
      return JSON.stringify(board).replace('"here"', `${'['.repeat(levels)}${']'.repeat(levels)}`);
    };
    for (const levels of [40, 5_000]) {
      const { status, problem } = await call('POST', '', deep(levels));
      expect([status, problem.detail]).toEqual([422, expect.stringMatching(/levels/)]);
    }
    expect((await call('POST', '', deep(20))).status).toBe(201);
  });

  it('creates a board', async () => {
    const definition = {
      slug: 'shop',
      title: 'Läden \u{1F6D2}',
      range: '6h',
      timeZone: 'America/New_York',
      panels: [panel('orders', { source: 'metrics', metric: 'shop.orders', tags: { region: 'eu' } })],
    };
    const { status, headers, board } = await call('POST', '', definition);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe('/api/v1/boards/shop');
    expect(headers.get('etag')).toBe('"1"');
    expect(board).toEqual({ ...definition, version: 1 });
    expect((await call('GET', '/shop')).board).toEqual(board);
  });

  it('derives the slug from the title', async () => {
    const slugs: string[] = [];
    for (let count = 0; count < 2; count++) slugs.push((await call('POST', '', { title: 'Büro & Lager' })).board.slug);
    expect(slugs).toEqual(['buro-lager', 'buro-lager-2']);
    expect((await call('POST', '', { title: 'Inbox' })).board.slug).toBe('inbox-2');
  });

  it('rejects a taken slug', async () => {
    const { slug } = await newBoard({ title: 'first' });
    const { status, problem } = await call('POST', '', { slug, title: 'second' });
    expect(status).toBe(409);
    expect(problem.detail).toContain(slug);
    expect((await call('GET', `/${slug}`)).board.title).toBe('first');
  });

  it('creates only one of several boards with the same slug', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => call('POST', '', { slug: 'race', title: `number ${index}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    const winner = answers.find(({ status }) => status === 201);
    expect((await call('GET', '/race')).board).toEqual(winner?.board);
  });

  it('requires a query for panels that draw data only', async () => {
    const text = { ...panel('a'), type: 'text', query: undefined };
    expect((await newBoard({ panels: [text] })).panels[0]).not.toHaveProperty('query');
    const { status, problem } = await call('POST', '', {
      title: 'x',
      panels: [text, { ...text, id: 'b', type: 'number' }],
    });
    expect(status).toBe(422);
    expect(problem.errors?.[0]?.path).toBe('panels[1].query');
  });

  it('accepts at most 200 panels', async () => {
    const panels = Array.from({ length: 201 }, (_, index) => panel(`p${index}`));
    expect((await newBoard({ panels: panels.slice(1) })).panels).toHaveLength(200);
    expect((await call('POST', '', { title: 'x', panels })).status).toBe(422);
  });

  it.each<[string, object, string]>([
    ['no title', { slug: 'wrong' }, 'title'],
    ['a slug with other characters', { slug: 'Wrong!', title: 'x' }, 'slug'],
    ['an unknown range', { title: 'x', range: '2h' }, 'range'],
    ['an unknown time zone', { title: 'x', timeZone: 'Mars/Phobos' }, 'timeZone'],
    ['an offset instead of a time zone', { title: 'x', timeZone: '+02:00' }, 'timeZone'],
    [
      'a panel outside the grid',
      { title: 'x', panels: [{ ...panel('a'), layout: { x: 10, y: 0, w: 3, h: 1 } }] },
      'layout',
    ],
    ['a repeated panel ID', { title: 'x', panels: [panel('a'), panel('b'), panel('a')] }, 'id'],
    [
      'a query that its source rejects',
      { title: 'x', panels: [panel('a'), panel('b'), panel('c', { source: 'weather', city: {} })] },
      'name',
    ],
  ])('rejects %s', async (_, definition, path) => {
    const { status, problem } = await call('POST', '', definition);
    expect(status).toBe(422);
    expect(problem.errors?.map((error) => error.path.split('.').at(-1))).toEqual([path]);
  });

  it('names the panel of a query that its source rejects', async () => {
    const panels = [panel('a'), panel('b', { source: 'weather', city: {} })];
    const { problem } = await call('POST', '', { title: 'x', panels });
    expect(problem.errors?.[0]?.path).toMatch(/^panels\W1\W{1,2}query\.city\.name$/);
  });

  it('names all valid types of a query property', async () => {
    const panels = [panel('a'), panel('b', { source: 'metrics', metric: 'm', tags: { region: 7 } })];
    const { problem } = await call('POST', '', { title: 'x', panels });
    expect(problem.errors).toEqual([
      { path: 'panels[1].query.tags.region', message: 'must be a string, or must be a list' },
    ]);
  });

  it('stores a query of an unknown source unchanged', async () => {
    const query = { source: 'elsewhere', anything: [1, { deep: true }] };
    expect((await newBoard({ panels: [panel('a', query)] })).panels[0]?.query).toEqual(query);
  });

  it('rejects a definition of more than 1 MiB', async () => {
    const panels = [{ ...panel('a'), options: { text: 'x'.repeat(1024 * 1024) } }];
    expect((await call('POST', '', { title: 'x', panels })).status).toBe(413);
  });

  it.each(['{', '[]', '42', 'null', '"board"', '{"title":"x","panels":{}}'])('rejects the body %s', async (body) => {
    const { status, headers } = await call('POST', '', body);
    expect(status).toBe(body === '{' ? 400 : 422);
    expect(headers.get('content-type')).toContain('application/problem+json');
  });

  it('publishes the board and the inbox as one change, after the board is stored', async () => {
    const seen: (string | undefined)[] = [];
    const changes = await api.publishedDuring(async () => {
      const subscription = api.app.get(ChangeBus).changes$.subscribe(() => {
        void call('GET', '/published').then(({ board }) => seen.push(board.title));
      });
      await call('POST', '', { slug: 'published', title: 'Published' });
      subscription.unsubscribe();
      await call('GET', '');
    });
    expect(changes).toEqual([['board:published', 'board:inbox']]);
    expect(seen).toEqual(['Published']);
  });

  it('publishes nothing for rejected requests', async () => {
    const { slug } = await newBoard();
    const changes = await api.publishedDuring(async () => {
      await call('POST', '', { slug, title: 'x' });
      await call('POST', '', { slug: 'without-title' });
    });
    expect(changes).toEqual([]);
  });
});

describe('GET /api/v1/boards', () => {
  it('lists boards, oldest first, then the inbox', async () => {
    const older = await newBoard();
    const newer = await newBoard();
    const { status, board } = await call('GET', '');
    const items = (board as unknown as { items: Board[] }).items;
    const slugs = items.map(({ slug }) => slug);
    expect(status).toBe(200);
    expect(slugs[0]).toBe('weather');
    expect(slugs.slice(-3)).toEqual([older.slug, newer.slug, 'inbox']);
    expect(items.at(-2)).toEqual(newer);
  });
});

describe('GET /api/v1/boards/{slug}', () => {
  it('returns 404 for an unknown board', async () => {
    for (const slug of ['never', 'NEVER!', '%2e%2e', 'x'.repeat(300)]) {
      const { status, problem } = await call('GET', `/${slug}`);
      expect({ slug, status, bodyStatus: problem.status }).toEqual({ slug, status: 404, bodyStatus: 404 });
    }
  });

  it('returns 304 if the version has not changed', async () => {
    const { slug } = await newBoard();
    const { headers } = await call('GET', `/${slug}`);
    expect(headers.get('etag')).toBe('"1"');
    expect((await call('GET', `/${slug}`, undefined, { 'if-none-match': 'W/"1"' })).status).toBe(304);
    expect((await call('GET', `/${slug}`, undefined, { 'if-none-match': '"2"' })).status).toBe(200);
  });
});

describe('PUT /api/v1/boards/{slug}', () => {
  it('replaces the version in If-Match', async () => {
    const { slug } = await newBoard({ range: '24h', panels: [panel('a')] });
    const { status, headers, board } = await call('PUT', `/${slug}`, { title: 'New' }, { 'if-match': '"1"' });
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"2"');
    expect(board).toEqual({ slug, title: 'New', version: 2, panels: [] });
    expect((await call('GET', `/${slug}`)).board).toEqual(board);
  });

  it('changes the time zone, and removes it', async () => {
    const { slug } = await newBoard({ timeZone: 'Asia/Kolkata' });
    const changed = await call('PUT', `/${slug}`, { title: 'New', timeZone: 'Asia/Tokyo' }, { 'if-match': '"1"' });
    expect(changed.board.timeZone).toBe('Asia/Tokyo');
    const removed = await call('PUT', `/${slug}`, { title: 'New' }, { 'if-match': '"2"' });
    expect(removed.board).not.toHaveProperty('timeZone');
    expect((await call('GET', `/${slug}`)).board).not.toHaveProperty('timeZone');
  });

  it('accepts the response of GET', async () => {
    const board = await newBoard({ panels: [panel('a')] });
    const { status } = await call('PUT', `/${board.slug}`, board, { 'if-match': '"1"' });
    expect(status).toBe(200);
  });

  it('accepts a list of tags, and * for any version', async () => {
    const { slug } = await newBoard();
    expect((await call('PUT', `/${slug}`, { title: 'a' }, { 'if-match': '"7", "1"' })).status).toBe(200);
    expect((await call('PUT', `/${slug}`, { title: 'b' }, { 'if-match': '*' })).board.version).toBe(3);
  });

  it('requires If-Match', async () => {
    const { slug, title } = await newBoard();
    const { status, problem } = await call('PUT', `/${slug}`, { title: 'New' });
    expect(status).toBe(428);
    expect(problem.detail).toContain('"1"');
    expect((await call('GET', `/${slug}`)).board.title).toBe(title);
  });

  it.each(['"2"', 'W/"1"', '1', 'nonsense'])('returns 412 for If-Match %s, and changes nothing', async (ifMatch) => {
    const board = await newBoard();
    const changes = await api.publishedDuring(async () => {
      const { status } = await call('PUT', `/${board.slug}`, { title: 'New' }, { 'if-match': ifMatch });
      expect(status).toBe(412);
    });
    expect(changes).toEqual([]);
    expect((await call('GET', `/${board.slug}`)).board).toEqual(board);
  });

  it('rejects an invalid definition, and another slug', async () => {
    const { slug } = await newBoard();
    const put = (body: unknown): Promise<BoardResponse> => call('PUT', `/${slug}`, body, { 'if-match': '"1"' });
    expect((await put({})).status).toBe(422);
    expect((await put({ title: 'x', slug: 'other' })).problem.errors?.[0]?.path).toBe('slug');
    expect((await put('{')).status).toBe(400);
    expect((await call('GET', `/${slug}`)).board.version).toBe(1);
  });

  it('returns 404 for an unknown board', async () => {
    expect((await call('PUT', '/never', { title: 'x' }, { 'if-match': '*' })).status).toBe(404);
  });

  it('publishes the board and the inbox as one change', async () => {
    const { slug } = await newBoard();
    const changes = await api.publishedDuring(() => call('PUT', `/${slug}`, { title: 'x' }, { 'if-match': '"1"' }));
    expect(changes).toEqual([[`board:${slug}`, 'board:inbox']]);
  });
});

describe('DELETE /api/v1/boards/{slug}', () => {
  it('deletes a board, whose slug returns 410 until it is used again with a new version', async () => {
    const { slug } = await newBoard();
    await call('PUT', `/${slug}`, { title: 'x' }, { 'if-match': '"1"' });
    const changes = await api.publishedDuring(async () => {
      const { status, board } = await call('DELETE', `/${slug}`);
      expect([status, board]).toEqual([204, undefined]);
    });
    expect(changes).toEqual([[`board:${slug}`, 'board:inbox']]);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { title: 'x' } : undefined;
      expect((await call(method, `/${slug}`, body, { 'if-match': '*' })).status).toBe(410);
    }
    const again = await call('POST', '', { slug, title: 'Again' });
    expect([again.status, again.board.version]).toEqual([201, 3]);
    expect((await call('PUT', `/${slug}`, { title: 'x' }, { 'if-match': '"2"' })).status).toBe(412);
  });

  it('deletes only the version in If-Match', async () => {
    const { slug } = await newBoard();
    expect((await call('DELETE', `/${slug}`, undefined, { 'if-match': '"2"' })).status).toBe(412);
    expect((await call('DELETE', `/${slug}`, undefined, { 'if-match': '"1"' })).status).toBe(204);
  });

  it('returns 404 for an unknown board', async () => {
    expect((await call('DELETE', '/never')).status).toBe(404);
  });
});

describe('The inbox', () => {
  it('shows metrics that no stored board shows, newest first', async () => {
    const writer = api.app.get(MetricsService, { strict: false });
    await writer.write([{ key: 'inbox.a', value: 1 }], 'collector');
    await writer.write([{ key: 'inbox.b', value: 1, tags: { room: '1' } }], 'collector');
    await writer.write([{ key: 'inbox.c', value: 1 }], 'collector');
    const titles = async (): Promise<string[]> => (await call('GET', '/inbox')).board.panels.map(({ title }) => title);
    const { headers, board } = await call('GET', '/inbox');
    expect(board).toMatchObject({ slug: 'inbox', title: 'Inbox', auto: true });
    expect(board.panels.map(({ type, title }) => [type, title]).slice(0, 3)).toEqual([
      ['number', 'inbox.c'],
      ['chart', 'inbox.b'],
      ['number', 'inbox.a'],
    ]);
    const shown = await newBoard({ panels: [panel('b', { source: 'metrics', metric: 'inbox.b' })] });
    expect((await titles()).slice(0, 2)).toEqual(['inbox.c', 'inbox.a']);
    expect((await call('GET', '/inbox')).headers.get('etag')).not.toBe(headers.get('etag'));
    await call('DELETE', `/${shown.slug}`);
    expect((await titles()).slice(0, 3)).toEqual(['inbox.c', 'inbox.b', 'inbox.a']);
    expect((await call('GET', '/inbox')).headers.get('etag')).toBe(headers.get('etag'));
  });

  it('cannot be created, changed or deleted', async () => {
    const { headers } = await call('GET', '/inbox');
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    for (const { status, problem } of [
      await call('POST', '', { slug: 'inbox', title: 'Mine' }),
      await call('PUT', '/inbox', { title: 'Mine' }, ifMatch),
      await call('PUT', '/inbox', { title: 'Mine' }),
      await call('DELETE', '/inbox'),
    ]) {
      expect(status).toBe(409);
      expect(problem.detail).toContain('computed');
    }
  });
});

describe('A restart', () => {
  it('keeps boards, versions and deletions, and inserts no seed board again', async () => {
    const kept = await newBoard({ panels: [panel('a')] });
    const { slug } = await newBoard();
    await call('DELETE', `/${slug}`);
    await call('DELETE', '/weather');
    const inbox = (await call('GET', '/inbox')).board;
    api = await api.restart();
    expect((await call('GET', `/${kept.slug}`)).board).toEqual(kept);
    expect((await call('GET', `/${slug}`)).status).toBe(410);
    expect((await call('GET', '/weather')).status).toBe(410);
    expect((await call('GET', '/inbox')).board).toEqual(inbox);
  });
});
