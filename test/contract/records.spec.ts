import { describe, expect, it, jest } from '@jest/globals';
import type { Frame, FrameField } from '../../wire/frame.js';
import type { PanelData } from '../../wire/snapshot.js';
import { expectProblem, taken } from '../harness/api.js';
import { DeltaReader } from '../harness/reader.js';
import { TestSocket } from '../harness/test-socket.js';
import { PATIENCE_MS, useServer } from '../harness/use-server.js';

jest.setTimeout(PATIENCE_MS);

const STATUSES = '/api/v1/statuses';
const EVENTS = '/api/v1/events';
const TABLES = '/api/v1/tables';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const HOUR = 3_600_000;

const app = useServer();

const report = async (key: string, body: unknown): Promise<unknown> =>
  taken(await app.api.post(`${STATUSES}/${key}`, JSON.stringify(body)), 200);
const happen = async (body: unknown): Promise<unknown> => taken(await app.api.post(EVENTS, JSON.stringify(body)), 200);
const put = async (key: string, body: unknown): Promise<unknown> =>
  taken(await app.api.send('PUT', `${TABLES}/${key}`, body), 200);

/** A board with one panel, `p`. */
async function show(slug: string, type: string, query: Record<string, unknown>): Promise<void> {
  const layout = { x: 0, y: 0, w: 6, h: 4 };
  const panels = [{ id: 'p', type, title: slug, query, layout, options: {} }];
  taken(await app.api.send('POST', '/api/v1/boards', { slug, title: slug, panels }), 201);
}

async function panelOf(slug: string, query = ''): Promise<PanelData> {
  return (await app.api.snapshot(slug, query)).panels.p as PanelData;
}

const column = (frame: Frame | undefined, name: string): FrameField['values'] | undefined =>
  frame?.fields.find((field) => field.name === name)?.values;

describe('a status', () => {
  it('is answered as it was reported, and where it is to be seen', async () => {
    const answer = await report('s.first', { state: 'warn', message: 'Disk 91 % full' });
    expect(answer).toEqual({
      key: 's.first',
      state: 'warn',
      message: 'Disk 91 % full',
      at: expect.stringMatching(ISO),
      board: null,
    });
    await show('statuses-first', 'status', { source: 'statuses', match: 's.fir*' });
    expect(await report('s.first', { state: 'ok' })).toMatchObject({ state: 'ok', board: '/boards/statuses-first' });
    expect(await report('t.first', { state: 'ok' })).toMatchObject({ board: null });
  });

  it('may be one word, whatever the content type says', async () => {
    for (const state of ['ok', 'warn', 'crit', 'unknown\n']) {
      expect(taken(await app.api.post(`${STATUSES}/s/word`, state), 200)).toMatchObject({ state: state.trim() });
    }
    const body = '{"state":"crit"}';
    for (const type of ['application/json', 'text/plain', 'banana', '']) {
      const answer = await app.api.post(`${STATUSES}/s%2Fword`, body, { 'content-type': type });
      expect(taken(answer, 200)).toMatchObject({ key: 's/word', state: 'crit' });
    }
  });

  it('tells those who watch at once, and shows in what they read next', async () => {
    await show('statuses-live', 'status', { source: 'statuses', match: 'live.*' });
    expect(column((await panelOf('statuses-live')).frame, 'name')).toEqual([]);
    const viewer = await TestSocket.open(app.server.base);
    try {
      const { revision } = await viewer.subscribe('statuses-live');
      await report('live.backup', { state: 'crit', message: 'No space left', at: 1_700_000_000 });
      const notice = await viewer.next('changed');
      expect(notice.board).toBe('statuses-live');
      expect(notice.revision).toBeGreaterThan(revision);
      const { panels, revision: read } = await app.api.snapshot('statuses-live');
      expect(read).toBe(notice.revision);
      const at = 1_700_000_000_000;
      expect(panels.p?.frame).toEqual({
        fields: [
          { name: 'name', type: 'string', values: ['live.backup'] },
          { name: 'state', type: 'state', values: ['crit'] },
          { name: 'message', type: 'string', values: ['No space left'] },
          { name: 'time', type: 'time', values: [at] },
          { name: 'since', type: 'time', values: [at] },
        ],
      });
    } finally {
      await viewer.close();
    }
  });

  it('is never replaced by an older report', async () => {
    await report('s.late', { state: 'ok', at: '2026-01-01T10:00:00Z' });
    expect(await report('s.late', { state: 'crit', at: '2026-01-01T09:00:00Z' })).toMatchObject({ late: true });
    expect(taken(await app.api.ask(`${STATUSES}/s.late`), 200)).toEqual({
      key: 's.late',
      state: 'ok',
      at: '2026-01-01T10:00:00.000Z',
      since: '2026-01-01T10:00:00.000Z',
    });
  });

  it('keeps since when it is so, and goes stale with its promise', async () => {
    await show('statuses-stale', 'status', { source: 'statuses', match: 's.promised' });
    const start = Date.now() - HOUR;
    await report('s.promised', { state: 'warn', at: start, expectEvery: '2m' });
    await report('s.promised', { state: 'warn', at: start + 60_000 });
    const { updatedAt, staleAt, frame } = await panelOf('statuses-stale');
    expect([column(frame, 'since'), column(frame, 'time')]).toEqual([[start], [start + 60_000]]);
    expect(updatedAt).toBe(new Date(start + 60_000).toISOString());
    expect(staleAt).toBe(new Date(start + 60_000 + 180_000).toISOString());
  });

  it('has a history, whatever the order that reports come in', async () => {
    const start = Date.now() - 40 * 60_000;
    const minute = (count: number): number => start + count * 60_000;
    await report('s.history', { state: 'ok', at: minute(30) });
    await report('s.history', { state: 'ok', at: minute(0) });
    await report('s.history', { state: 'crit', message: 'No space left', at: minute(10) });
    await report('s.history', { state: 'unknown', at: minute(20) });
    const iso = (ms: number): string => new Date(ms).toISOString();
    const window = `?from=${iso(minute(0))}&to=${iso(minute(40))}`;
    expect(taken(await app.api.ask(`${STATUSES}/s.history${window}`), 200)).toEqual({
      key: 's.history',
      state: 'ok',
      at: iso(minute(30)),
      since: iso(minute(30)),
      from: iso(minute(0)),
      to: iso(minute(40)),
      uptime: 66.666,
      known: 75,
      intervals: [
        { from: iso(minute(0)), to: iso(minute(10)), state: 'ok' },
        { from: iso(minute(10)), to: iso(minute(20)), state: 'crit', message: 'No space left' },
        { from: iso(minute(20)), to: iso(minute(30)), state: 'unknown' },
        { from: iso(minute(30)), to: iso(minute(40)), state: 'ok' },
      ],
    });
    expect(taken(await app.api.ask(`${STATUSES}/s.history?range=15m`), 200)).toMatchObject({ uptime: 100 });
    expectProblem(await app.api.ask(`${STATUSES}/s.history?range=2h`), 422);
    expectProblem(await app.api.ask(`${STATUSES}/s.history?from=${minute(0)}`), 422);
    expectProblem(await app.api.ask(`${STATUSES}/s.none?range=1h`), 404);
    await show('uptimes', 'status', { source: 'statuses', match: 's.history', as: 'uptime' });
    const { frame } = await panelOf('uptimes', '?range=1h');
    expect(column(frame, 'uptime')?.[0]).toBeCloseTo(66.7, 0);
    expect(column(frame, 'strip')?.[0]).toMatch(/^-+o+c+u+o+$/);
  });

  it('is listed by key, and goes when it is deleted', async () => {
    await report('s.list/b', { state: 'ok' });
    await report('s.list/a', { state: 'ok', expectEvery: '5m' });
    const keys = async (): Promise<string[]> => {
      const { items } = taken(await app.api.ask(STATUSES), 200) as { items: { key: string }[] };
      return items.map(({ key }) => key).filter((key) => key.startsWith('s.list'));
    };
    expect(await keys()).toEqual(['s.list/a', 's.list/b']);
    expect((await app.api.ask(`${STATUSES}/s.list%2Fa`, { method: 'DELETE' })).status).toBe(204);
    expect(await keys()).toEqual(['s.list/b']);
    expectProblem(await app.api.ask(`${STATUSES}/s.list/a`), 404, /first report/);
    expectProblem(await app.api.ask(`${STATUSES}/s.list/a`, { method: 'DELETE' }), 404);
  });

  it.each<[string, number, string | undefined]>([
    ['', 400, undefined],
    ['fine', 400, undefined],
    ['{"state":', 400, undefined],
    ['"ok"', 422, ''],
    ['[]', 422, ''],
    ['null', 422, ''],
    ['{}', 422, 'state'],
    ['{"state":"OK"}', 422, 'state'],
    ['{"state":null}', 422, 'state'],
    ['{"state":"ok","message":7}', 422, 'message'],
    ['{"state":"ok","message":"\\u0000"}', 422, 'message'],
    [`{"state":"ok","message":"${'x'.repeat(1_001)}"}`, 422, 'message'],
    ['{"state":"ok","at":"yesterday"}', 422, 'at'],
    ['{"state":"ok","at":-1}', 422, 'at'],
    [`{"state":"ok","at":${Date.now() + 25 * HOUR}}`, 422, 'at'],
    ['{"state":"ok","expectEvery":"often"}', 422, 'expectEvery'],
    ['{"state":"ok","mesage":"x"}', 422, 'mesage'],
    [`{"state":"ok","message":"${' '.repeat(65_536)}"}`, 413, undefined],
  ])('cannot be wrong: %#', async (body, status, path) => {
    const { errors } = expectProblem(await app.api.post(`${STATUSES}/s.wrong`, body), status);
    expect(errors?.[0]?.path).toBe(path);
    expect((await app.api.ask(`${STATUSES}/s.wrong`)).status).toBe(404);
  });

  it.each(['', 'a//b', 'a%20b', '%2Fa', 'x'.repeat(201)])('has no such key: %#', async (key) => {
    for (const method of ['POST', 'GET', 'DELETE']) {
      if (key === '' && method !== 'POST') continue;
      const answer = await app.api.ask(`${STATUSES}/${key}`, { method, body: method === 'POST' ? 'ok' : undefined });
      expect(expectProblem(answer, 422).errors?.[0]?.path).toBe('key');
    }
  });
});

describe('an event', () => {
  it('is answered as it was stored', async () => {
    expect(await happen({ title: 'Deployed 1.4.2', level: 'ok', text: 'a\nb', tags: { b: '2', a: '1' } })).toEqual({
      id: expect.any(Number),
      at: expect.stringMatching(ISO),
      level: 'ok',
      title: 'Deployed 1.4.2',
      text: 'a\nb',
      tags: { a: '1', b: '2' },
      board: null,
    });
    expect(await happen({ title: 'x', at: '2026-01-01' })).toMatchObject({
      level: 'info',
      at: '2026-01-01T00:00:00.000Z',
      tags: {},
    });
  });

  it('tells those who watch, who see the newest last', async () => {
    const tags = { feed: 'live' };
    await show('feed', 'events', { source: 'events', limit: 3, levels: ['warn', 'crit'], tags });
    expect(column((await panelOf('feed')).frame, 'title')).toEqual([]);
    const reader = new DeltaReader(app.api, 'feed');
    const viewer = await TestSocket.open(app.server.base);
    try {
      await viewer.subscribe('feed');
      await reader.read();
      const start = Date.now() - 60 * 24 * HOUR;
      for (const [index, title] of ['one', 'two', 'three', 'four'].entries()) {
        const event = { title, level: 'warn', tags: { ...tags, n: title }, at: start + index };
        expect(await happen(event)).toMatchObject({ board: '/boards/feed' });
        await reader.read();
      }
      expect(await happen({ title: 'calm', tags })).toMatchObject({ board: null });
      expect(await happen({ title: 'else', level: 'crit', tags: { feed: 'x' } })).toMatchObject({ board: null });
      await viewer.next('changed');
      const { frame, updatedAt } = await panelOf('feed');
      expect(frame).toEqual({
        fields: [
          { name: 'time', type: 'time', values: [start + 1, start + 2, start + 3] },
          { name: 'level', type: 'state', values: ['warn', 'warn', 'warn'] },
          { name: 'title', type: 'string', values: ['two', 'three', 'four'] },
          { name: 'text', type: 'string', values: [null, null, null] },
        ],
      });
      expect(updatedAt).toBe(new Date(start + 3).toISOString());
      expect(reader.panels.get('p')?.frame).toEqual(frame);
    } finally {
      await viewer.close();
    }
  });

  it('belongs to the window that is asked for', async () => {
    const at = Date.parse('2026-01-05T12:00:00Z');
    await show('past', 'events', { source: 'events', tags: { feed: 'past' } });
    for (const hour of [0, 1, 2]) await happen({ title: `${hour}`, at: at + hour * HOUR, tags: { feed: 'past' } });
    const window = (from: number, to: number): string =>
      `?from=${encodeURIComponent(new Date(from).toISOString())}&to=${encodeURIComponent(new Date(to).toISOString())}`;
    expect(column((await panelOf('past', window(at - 1, at + HOUR))).frame, 'title')).toEqual(['0', '1']);
    expect(column((await panelOf('past', '?range=15m')).frame, 'title')).toEqual(['0', '1', '2']);
  });

  it('is listed, the newest first, by level and time', async () => {
    const start = Date.now();
    for (const [index, level] of ['info', 'ok', 'warn', 'crit'].entries()) {
      await happen({ title: `listed ${level}`, level, at: start + HOUR + index });
    }
    const titles = async (query: string): Promise<string[]> => {
      const { items } = taken(await app.api.ask(`${EVENTS}${query}`), 200) as { items: { title: string }[] };
      return items.map(({ title }) => title.replace('listed ', ''));
    };
    expect(await titles('?limit=4')).toEqual(['crit', 'warn', 'ok', 'info']);
    expect(await titles('?limit=1&level=warn')).toEqual(['warn']);
    expect(await titles('?limit=2&level=warn&level=ok')).toEqual(['warn', 'ok']);
    expect(await titles('?limit=2&level=warn,ok')).toEqual(['warn', 'ok']);
    const from = encodeURIComponent(new Date(start + HOUR + 1).toISOString());
    expect(await titles(`?from=${from}&to=${start + HOUR + 2}`)).toEqual(['warn', 'ok']);
  });

  it('is found by text and tags, over any range, and page by page', async () => {
    const tags = { search: 'yes' };
    const start = Date.now() - 3 * 24 * HOUR;
    for (let index = 0; index < 5; index += 1) {
      await happen({ title: `Backup ${index}`, text: index % 2 ? 'on Disk one' : 'on disk two', at: start + index, tags });
    }
    const find = async (query: string): Promise<{ titles: string[]; next?: string }> => {
      const { items, next } = taken(await app.api.ask(`${EVENTS}?tags=search:yes&${query}`), 200) as {
        items: { title: string }[];
        next?: string;
      };
      return {
        titles: items.map(({ title }) => title.replace('Backup ', '')),
        ...(next === undefined ? {} : { next }),
      };
    };
    expect(await find('q=disk+ONE')).toEqual({ titles: ['3', '1'] });
    expect(await find('q=BACKUP%202')).toEqual({ titles: ['2'] });
    expect(await find('range=24h')).toEqual({ titles: [] });
    expect(await find('range=7d&tags=other:no')).toEqual({ titles: [] });
    const first = await find('range=7d&limit=2');
    expect(first.titles).toEqual(['4', '3']);
    const second = await find(`range=7d&limit=3&before=${first.next}`);
    expect(second.titles).toEqual(['2', '1', '0']);
  });

  it('is shown where a panel searches for it', async () => {
    await show('searching', 'events', { source: 'events', match: 'Certificate' });
    expect(await happen({ title: 'New certificate' })).toMatchObject({ board: '/boards/searching' });
    expect(await happen({ title: 'Else' })).toMatchObject({ board: null });
    expect(column((await panelOf('searching')).frame, 'title')).toEqual(['New certificate']);
  });

  it.each([
    'limit=0',
    'limit=501',
    'limit=x',
    'level=bad',
    'from=soon',
    'to=-1',
    'range=2h',
    'range=1h&to=1',
    'before=x',
    'tags=shop',
  ])('is not listed by %s: 422', async (query) => {
    const { errors } = expectProblem(await app.api.ask(`${EVENTS}?${query}`), 422);
    expect(errors?.[0]?.path.replace(/\[.*/, '')).toBe(query.split('=')[0]);
  });

  it.each<[string, number, string | undefined]>([
    ['', 400, undefined],
    ['hello', 400, undefined],
    ['"hello"', 422, ''],
    ['{}', 422, 'title'],
    ['{"title":""}', 422, 'title'],
    [`{"title":"${'x'.repeat(201)}"}`, 422, 'title'],
    ['{"title":"a","level":"unknown"}', 422, 'level'],
    ['{"title":"a","text":[]}', 422, 'text'],
    ['{"title":"a","at":"2026-02-31T00:00:00Z"}', 422, 'at'],
    ['{"title":"a","tags":{"a":1}}', 422, 'tags.a'],
    ['{"title":"a","tags":[]}', 422, 'tags'],
    [
      JSON.stringify({ title: 'a', tags: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [i, ''])) }),
      422,
      'tags',
    ],
    ['{"title":"a","colour":"red"}', 422, 'colour'],
  ])('cannot be wrong: %#', async (body, status, path) => {
    expect(expectProblem(await app.api.post(EVENTS, body), status).errors?.[0]?.path).toBe(path);
  });
});

describe('a table', () => {
  const CITIES = {
    columns: [{ name: 'founded', type: 'time' }, { name: 'city' }, { name: 'orders', unit: 'EUR' }, { name: 'open' }],
    rows: [
      ['2026-01-02T00:00:00Z', 'Ulm', 3, true],
      [null, 'Jena', 2.5, null],
      ['2026-01-01T00:00:00Z', null, null, false],
    ],
  };

  it('is answered with its size, and shown as it was put, in the order of its rows', async () => {
    expect(await put('t/cities', CITIES)).toEqual({
      key: 't/cities',
      rows: 3,
      at: expect.stringMatching(ISO),
      board: null,
    });
    await show('cities', 'table', { source: 'tables', table: 't/cities' });
    expect(await put('t/cities', CITIES)).toMatchObject({ board: '/boards/cities' });
    expect((await panelOf('cities')).frame).toEqual({
      fields: [
        { name: 'founded', type: 'time', values: [Date.UTC(2026, 0, 2), null, Date.UTC(2026, 0, 1)] },
        { name: 'city', type: 'string', values: ['Ulm', 'Jena', null] },
        { name: 'orders', type: 'number', unit: 'EUR', values: [3, 2.5, null] },
        { name: 'open', type: 'boolean', values: [true, null, false] },
      ],
    });
  });

  it('is read back as it could be put again, listed, and deleted', async () => {
    await put('t.back', CITIES);
    const back = taken(await app.api.ask(`${TABLES}/t.back`), 200) as typeof CITIES;
    expect(back).toMatchObject({ key: 't.back', at: expect.stringMatching(ISO) });
    const { columns, rows } = back;
    expect(rows[0]).toEqual(['2026-01-02T00:00:00.000Z', 'Ulm', 3, true]);
    await put('t.again', { columns, rows });
    expect(taken(await app.api.ask(`${TABLES}/t.again`), 200)).toMatchObject({ columns, rows });
    const { items } = taken(await app.api.ask(TABLES), 200) as { items: unknown[] };
    expect(items).toContainEqual({ key: 't.back', at: expect.stringMatching(ISO), rows: 3, columns });
    expect((await app.api.ask(`${TABLES}/t.back`, { method: 'DELETE' })).status).toBe(204);
    expectProblem(await app.api.ask(`${TABLES}/t.back`), 404, /first put/);
    expectProblem(await app.api.ask(`${TABLES}/t.back`, { method: 'DELETE' }), 404);
  });

  it('is an empty frame before it is put, and tells those who watch when it is', async () => {
    await show('later', 'table', { source: 'tables', table: 't.later' });
    expect((await panelOf('later')).frame).toEqual({ fields: [] });
    const reader = new DeltaReader(app.api, 'later');
    const viewer = await TestSocket.open(app.server.base);
    try {
      await viewer.subscribe('later');
      await reader.read();
      await put('t.later', CITIES);
      await viewer.next('changed');
      await reader.read();
      await put('t.later', { ...CITIES, rows: [...CITIES.rows, ['2026-01-03', 'Bonn', 1, true]] });
      await reader.read();
      const { frame } = await panelOf('later');
      expect(column(frame, 'city')).toEqual(['Ulm', 'Jena', null, 'Bonn']);
      expect(reader.panels.get('p')?.frame).toEqual(frame);
    } finally {
      await viewer.close();
    }
  });

  it('may be large, and not too large', async () => {
    const columns = Array.from({ length: 100 }, (_, i) => ({ name: `c${i}` }));
    const rows = Array.from({ length: 1_000 }, (_, row) => columns.map((_, i) => row * i));
    expect(await put('t.large', { columns, rows })).toMatchObject({ rows: 1_000 });
    const tooMany = await app.api.send('PUT', `${TABLES}/t.large`, { columns, rows: [...rows, rows[0]] });
    expect(expectProblem(tooMany, 422).errors?.[0]?.path).toBe('rows');
    expectProblem(await app.api.ask(`${TABLES}/t.large`, { method: 'PUT', body: ' '.repeat(5_242_881) }), 413);
  });

  it.each<[string, number, string | undefined]>([
    ['', 400, undefined],
    ['a,b\n1,2', 400, undefined],
    ['[]', 422, ''],
    ['{"rows":[]}', 422, 'columns'],
    ['{"columns":[{"name":"a"},{"name":"b","type":"number"}],"rows":[[1,2],[1,2],[1,2],[1,"2"]]}', 422, 'rows[3][1]'],
  ])('cannot be wrong: %#', async (body, status, path) => {
    const answer = await app.api.ask(`${TABLES}/t.wrong`, { method: 'PUT', body });
    expect(expectProblem(answer, status).errors?.[0]?.path).toBe(path);
    expect((await app.api.ask(`${TABLES}/t.wrong`)).status).toBe(404);
  });
});

describe('panels of these sources', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ source: 'statuses', match: 'a b' }, 'match'],
    [{ source: 'statuses', limit: 0 }, 'limit'],
    [{ source: 'events', levels: ['bad'] }, 'levels[0]'],
    [{ source: 'events', limit: 501 }, 'limit'],
    [{ source: 'tables' }, 'table'],
    [{ source: 'tables', table: '/a' }, 'table'],
  ])('cannot ask %j: 422', async (query, path) => {
    const panel = { id: 'p', type: 'table', title: '', query, layout: { x: 0, y: 0, w: 1, h: 1 } };
    const answer = await app.api.send('POST', '/api/v1/boards', { slug: 'wrong', title: 'W', panels: [panel] });
    expect(expectProblem(answer, 422).errors?.[0]?.path).toBe(`panels[0].query.${path}`);
  });
});

describe('what was answered', () => {
  it('is still there after the process was killed', async () => {
    await report('kept', { state: 'crit', message: 'kept' });
    await happen({ title: 'kept', at: Date.now() + 2 * HOUR });
    await put('kept', { columns: [{ name: 'a' }], rows: [[1]] });
    await app.server.kill();
    await app.server.restart();
    expect(taken(await app.api.ask(`${STATUSES}/kept`), 200)).toMatchObject({ state: 'crit', message: 'kept' });
    expect(taken(await app.api.ask(`${EVENTS}?limit=1`), 200)).toMatchObject({ items: [{ title: 'kept' }] });
    expect(taken(await app.api.ask(`${TABLES}/kept`), 200)).toMatchObject({ rows: [[1]] });
  });

  it('is described, bodies and answers', async () => {
    const { paths } = taken(await app.api.ask('/api/openapi.json'), 200) as {
      paths: Record<string, Record<string, { requestBody?: unknown; responses: Record<string, unknown> }>>;
    };
    for (const [path, methods] of Object.entries({
      [STATUSES]: ['get'],
      [`${STATUSES}/{key}`]: ['post', 'get', 'delete'],
      [EVENTS]: ['post', 'get'],
      [TABLES]: ['get'],
      [`${TABLES}/{key}`]: ['put', 'get', 'delete'],
    })) {
      expect(Object.keys(paths[path] ?? {}).sort()).toEqual([...methods].sort());
      for (const method of methods) {
        const operation = paths[path]?.[method];
        expect(operation?.requestBody !== undefined).toBe(method === 'post' || method === 'put');
        expect(Object.keys(operation?.responses ?? {})).toContain(method === 'delete' ? '204' : '200');
      }
    }
  });
});
