import { describe, expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { DeltaReader } from '../../support/server/delta-reader.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { EVENTS, recordsClient } from '../../support/server/records-client.js';
import { fieldValues } from '../../support/server/frame-values.js';
import { useServer } from '../../support/server/use-server.js';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const HOUR = 3_600_000;

const app = useServer();
const { addEvents, createBoard, loadPanel } = recordsClient(app);

describe('an event', () => {
  it('is returned as it was stored', async () => {
    expect(await addEvents({ title: 'Deployed 1.4.2', level: 'ok', text: 'a\nb', tags: { b: '2', a: '1' } })).toEqual({
      id: expect.any(Number),
      at: expect.stringMatching(ISO),
      level: 'ok',
      title: 'Deployed 1.4.2',
      text: 'a\nb',
      tags: { a: '1', b: '2' },
      board: null,
    });
    expect(await addEvents({ title: 'x', at: '2026-01-01' })).toMatchObject({
      level: 'info',
      at: '2026-01-01T00:00:00.000Z',
      tags: {},
    });
  });

  it('can be sent in a batch, which is stored completely or not at all', async () => {
    const titles = async (): Promise<string[]> => {
      const { items } = expectJson(await app.api.request(`${EVENTS}?tags=batch:yes`), 200) as {
        items: { title: string }[];
      };
      return items.map(({ title }) => title);
    };
    const [one, two, three] = ['one', 'two', 'three'].map((title) => ({ title, tags: { batch: 'yes' } }));
    expect(expectJson(await app.api.post(EVENTS, JSON.stringify([one, two])), 200)).toEqual({ accepted: 2 });
    const lines = [three, { ...one, level: 'warn' }].map((event) => JSON.stringify(event)).join('\n');
    expect(expectJson(await app.api.post(EVENTS, lines), 200)).toEqual({ accepted: 2 });
    expect(expectJson(await app.api.post(EVENTS, '[]'), 200)).toEqual({ accepted: 0 });
    expect(await titles()).toEqual(['one', 'three', 'two', 'one']);
    const wrong = expectProblem(await app.api.post(EVENTS, JSON.stringify([one, { title: 7 }])), 422);
    expect(wrong.errors?.[0]?.path).toBe('[1].title');
    expectProblem(await app.api.post(EVENTS, `[${JSON.stringify(one)}${' '.repeat(65_536)}]`), 413);
    expect(await titles()).toHaveLength(4);
  });

  it('older than RETENTION is accepted with a warning', async () => {
    const at = Date.now() - 8 * 24 * HOUR;
    expect(await addEvents({ title: 'old', at })).toMatchObject({ warning: expect.stringContaining('RETENTION') });
    expect(await addEvents({ title: 'young', at: at + 2 * 24 * HOUR })).not.toHaveProperty('warning');
  });

  it('notifies the clients of a board, which shows the newest event last', async () => {
    const tags = { list: 'live' };
    await createBoard('live-events', 'events', { source: 'events', limit: 3, levels: ['warn', 'crit'], tags });
    expect(fieldValues((await loadPanel('live-events')).frame, 'title')).toEqual([]);
    const reader = new DeltaReader(app.api, 'live-events');
    const client = await TestSocket.open(app.server.base);
    try {
      await client.subscribe('live-events');
      await reader.read();
      const start = Date.now() - 60 * HOUR;
      for (const [index, title] of ['one', 'two', 'three', 'four'].entries()) {
        const event = { title, level: 'warn', tags: { ...tags, n: title }, at: start + index };
        expect(await addEvents(event)).toMatchObject({ board: '/boards/live-events' });
        await reader.read();
      }
      expect(await addEvents({ title: 'calm', tags })).toMatchObject({ board: null });
      expect(await addEvents({ title: 'else', level: 'crit', tags: { list: 'x' } })).toMatchObject({ board: null });
      await client.next('changed');
      const { frame, updatedAt } = await loadPanel('live-events');
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
      await client.close();
    }
  });

  it('is shown in the requested time range', async () => {
    // The times are within RETENTION, because the server deletes older events a minute after its start.
    const at = Date.now() - 60 * HOUR;
    await createBoard('past', 'events', { source: 'events', tags: { list: 'past' } });
    for (const hour of [0, 1, 2]) await addEvents({ title: `${hour}`, at: at + hour * HOUR, tags: { list: 'past' } });
    const window = (from: number, to: number): string =>
      `?from=${encodeURIComponent(new Date(from).toISOString())}&to=${encodeURIComponent(new Date(to).toISOString())}`;
    expect(fieldValues((await loadPanel('past', window(at - 1, at + HOUR))).frame, 'title')).toEqual(['0', '1']);
    expect(fieldValues((await loadPanel('past', '?range=15m')).frame, 'title')).toEqual(['0', '1', '2']);
  });

  it('is listed by level and time, the newest first', async () => {
    const start = Date.now();
    for (const [index, level] of ['info', 'ok', 'warn', 'crit'].entries()) {
      await addEvents({ title: `listed ${level}`, level, at: start + HOUR + index });
    }
    const titles = async (query: string): Promise<string[]> => {
      const { items } = expectJson(await app.api.request(`${EVENTS}${query}`), 200) as { items: { title: string }[] };
      return items.map(({ title }) => title.replace('listed ', ''));
    };
    expect(await titles('?limit=4')).toEqual(['crit', 'warn', 'ok', 'info']);
    expect(await titles('?limit=1&level=warn')).toEqual(['warn']);
    expect(await titles('?limit=2&level=warn&level=ok')).toEqual(['warn', 'ok']);
    expect(await titles('?limit=2&level=warn,ok')).toEqual(['warn', 'ok']);
    const from = encodeURIComponent(new Date(start + HOUR + 1).toISOString());
    expect(await titles(`?from=${from}&to=${start + HOUR + 2}`)).toEqual(['warn', 'ok']);
  });

  it('is found by text and tags in any range, page by page', async () => {
    const tags = { search: 'yes' };
    const start = Date.now() - 3 * 24 * HOUR;
    for (let index = 0; index < 5; index += 1) {
      await addEvents({
        title: `Backup ${index}`,
        text: index % 2 ? 'on Disk one' : 'on disk two',
        at: start + index,
        tags,
      });
    }
    const find = async (query: string): Promise<{ titles: string[]; next?: string }> => {
      const { items, next } = expectJson(await app.api.request(`${EVENTS}?tags=search:yes&${query}`), 200) as {
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

  it('is shown by a panel that searches for it', async () => {
    await createBoard('searching', 'events', { source: 'events', match: 'Certificate' });
    expect(await addEvents({ title: 'New certificate' })).toMatchObject({ board: '/boards/searching' });
    expect(await addEvents({ title: 'Else' })).toMatchObject({ board: null });
    expect(fieldValues((await loadPanel('searching')).frame, 'title')).toEqual(['New certificate']);
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
  ])('is not listed with %s (422)', async (query) => {
    const { errors } = expectProblem(await app.api.request(`${EVENTS}?${query}`), 422);
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
    ['{"title":"a","at":0}', 422, 'at'],
    ['{"title":"a","tags":{"a":1}}', 422, 'tags.a'],
    ['{"title":"a","tags":[]}', 422, 'tags'],
    [
      JSON.stringify({ title: 'a', tags: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [i, ''])) }),
      422,
      'tags',
    ],
    ['{"title":"a","hue":"red"}', 422, 'hue'],
  ])('is rejected if it is invalid: %#', async (body, status, path) => {
    expect(expectProblem(await app.api.post(EVENTS, body), status).errors?.[0]?.path).toBe(path);
  });
});
