import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { FrameField } from '../../wire/frame.js';
import type { LoadContext, LoadedFrame } from '../dashboard/source.js';
import { onPostgres } from '../../test/support/database/test-database.js';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';
import { EventsSource } from '../events/events.source.js';
import { StatusesSource, type StatusesQuery } from '../statuses/statuses.source.js';
import { TablesSource } from '../tables/tables.source.js';

// Failures are what some of these specs are about.
Logger.overrideLogger(false);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let fixture: RecordsFixture;
let now: number;
beforeAll(async () => {
  fixture = await RecordsFixture.open();
});
beforeEach(async () => {
  fixture = await fixture.renewed();
  now = fixture.clock.now();
});
afterAll(() => fixture.close());

const report = (key: string, body: unknown): Promise<unknown> => fixture.statuses.report(key, fixture.body(body));
const happen = (body: unknown): Promise<unknown> => fixture.events.add(fixture.body(body));
const put = (key: string, body: unknown): Promise<unknown> => fixture.tables.put(key, fixture.body(body));
const column = (frame: LoadedFrame, name: string): FrameField['values'] | undefined =>
  frame.fields.find((field) => field.name === name)?.values;
const live = (): LoadContext => ({
  range: '1h',
  from: now - HOUR,
  to: now,
  timeZone: 'UTC',
  signal: new AbortController().signal,
});

describe('what is pushed', () => {
  it('is stored before it is published, once each', async () => {
    const seen: unknown[] = [];
    const text = async (bytes: Promise<Uint8Array>): Promise<string> => Buffer.from(await bytes).toString();
    fixture.onPublish = async () => {
      const { statuses, events, tables } = fixture;
      seen.push([await text(statuses.list()), await text(events.list({ limit: 9 })), await text(tables.list())]);
    };
    await report('a', 'ok');
    await happen({ title: 'T' });
    await put('t', { columns: [{ name: 'c' }], rows: [[1]] });
    const at = new Date(now).toISOString();
    const status = `{"items":[{"key":"a","state":"ok","at":"${at}","since":"${at}"}]}`;
    const event = `{"items":[{"id":1,"at":"${at}","level":"info","title":"T","tags":{}}]}`;
    const table = `{"items":[{"key":"t","at":"${at}","rows":1,"columns":[{"name":"c","type":"number"}]}]}`;
    const none = '{"items":[]}';
    expect(seen).toEqual([
      [status, none, none],
      [status, event, none],
      [status, event, table],
    ]);
    expect(fixture.published).toEqual([['status:a', 'statuses'], ['events'], ['table:t']]);
  });

  it('announces its deletion, and nothing that was not there', async () => {
    await report('a', 'ok');
    await put('t', { columns: [{ name: 'c' }], rows: [] });
    fixture.published.length = 0;
    await fixture.statuses.remove('a');
    await fixture.tables.remove('t');
    await expect(fixture.statuses.remove('a')).rejects.toMatchObject({ status: 404 });
    await expect(fixture.tables.remove('t')).rejects.toMatchObject({ status: 404 });
    expect(fixture.published).toEqual([['status:a', 'statuses'], ['table:t']]);
  });

  it('is refused whole, with the first mistake in words', async () => {
    await expect(report('a', { state: 'fine', message: 7 })).rejects.toMatchObject({
      status: 422,
      detail: 'state: must be one of ok, warn, crit, unknown (and 1 more, see errors)',
    });
    await expect(put('t', { columns: [{ name: 'c', type: 'number' }], rows: [['x']] })).rejects.toMatchObject({
      status: 422,
      detail: 'rows[0][0]: must be a finite number',
    });
    await expect(happen('x')).rejects.toMatchObject({ status: 400 });
    expect(fixture.published).toEqual([]);
  });

  it('has at most MAX_SERIES keys of each kind', async () => {
    const table = { columns: [{ name: 'c' }], rows: [] };
    for (const key of ['a', 'b', 'c']) await Promise.all([report(key, 'ok'), put(key, table)]);
    for (const refused of [report('d', 'ok'), put('d', table)]) {
      await expect(refused).rejects.toMatchObject({ status: 429, detail: expect.stringMatching(/MAX_SERIES/) });
    }
    await Promise.all([report('a', 'ok'), put('a', table)]);
  });

  it('is counted by its kind', async () => {
    await report('a', 'ok');
    await report('a', 'ok');
    await happen({ title: 'T' });
    const metric = fixture.telemetry.registry.getSingleMetric('boardcast_stored_records_total');
    expect((await metric?.get())?.values).toMatchObject([
      { labels: { kind: 'status' }, value: 2 },
      { labels: { kind: 'event' }, value: 1 },
    ]);
  });
});

describe('the source of statuses', () => {
  const load = (query: Partial<StatusesQuery> = {}): Promise<LoadedFrame> =>
    new StatusesSource(fixture.database).load({ source: 'statuses', ...query }, live());

  it('has the freshness of the status that becomes late first', async () => {
    await report('newest', { state: 'ok', at: now - MINUTE });
    expect(await load()).toMatchObject({ updatedAt: now - MINUTE });
    expect(await load()).not.toHaveProperty('expectEveryMs');
    await report('daily', { state: 'ok', at: now - HOUR, expectEvery: '1d' });
    await report('silent', { state: 'ok', at: now - 10 * MINUTE, expectEvery: '1m' });
    expect(await load()).toMatchObject({ updatedAt: now - 10 * MINUTE, expectEveryMs: MINUTE });
    expect(await load({ match: 'daily' })).toMatchObject({ updatedAt: now - HOUR, expectEveryMs: 24 * HOUR });
  });

  it('leaves out what matters least, and keeps the order of names', async () => {
    await report('a', 'ok');
    await report('b', 'unknown');
    await report('c', 'crit');
    expect(column(await load({ limit: 2 }), 'name')).toEqual(['b', 'c']);
    expect(column(await load({ limit: 1 }), 'name')).toEqual(['c']);
    expect(column(await load(), 'state')).toEqual(['ok', 'unknown', 'crit']);
  });

  it('has no rows where nothing matches', async () => {
    const frame = await load({ match: 'none.*' });
    expect(frame.fields.map(({ name, values }) => [name, values])).toEqual(
      ['name', 'state', 'message', 'time', 'since'].map((name) => [name, []]),
    );
    expect(frame).not.toHaveProperty('updatedAt');
  });

  it('has the time at which each status with an expected interval becomes late', async () => {
    await report('a', { state: 'ok', at: now - MINUTE });
    expect(column(await load(), 'staleAt')).toBeUndefined();
    await report('b', { state: 'ok', at: now - MINUTE, expectEvery: '2m' });
    await report('c', { state: 'ok', at: now, expectEvery: '2m' });
    const frame = await load();
    expect(column(frame, 'staleAt')).toEqual([null, now + 2 * MINUTE, now + 3 * MINUTE]);
    expect(frame.expectedIntervals).toEqual([
      { updatedAt: now - MINUTE, expectEveryMs: 2 * MINUTE },
      { updatedAt: now, expectEveryMs: 2 * MINUTE },
    ]);
  });

  it('tells how much of the range each was up, and draws a strip of it', async () => {
    await report('a', { state: 'ok', at: now - 50 * MINUTE });
    await report('a', { state: 'crit', at: now - 20 * MINUTE });
    await report('a', { state: 'ok', at: now - 10 * MINUTE });
    await report('b', { state: 'unknown', at: now - 5 * MINUTE });
    const frame = await load({ as: 'uptime', parts: 6 });
    expect([column(frame, 'name'), column(frame, 'uptime'), column(frame, 'strip')]).toEqual([
      ['a', 'b'],
      [80, null],
      ['-oooco', '-----u'],
    ]);
    expect(frame.fields.find(({ name }) => name === 'uptime')?.unit).toBe('percent');
  });

  it('tells of each change of state within the range, the newest last', async () => {
    await report('a', { state: 'ok', at: now - 2 * HOUR });
    await report('a', { state: 'ok', at: now - 50 * MINUTE });
    await report('a', { state: 'crit', message: 'no space', at: now - 20 * MINUTE });
    await report('b', { state: 'warn', at: now - 30 * MINUTE });
    const frame = await load({ as: 'history' });
    expect(frame.fields).toEqual([
      { name: 'time', type: 'time', values: [now - 30 * MINUTE, now - 20 * MINUTE] },
      { name: 'name', type: 'string', values: ['b', 'a'] },
      { name: 'state', type: 'state', values: ['warn', 'crit'] },
      { name: 'message', type: 'string', values: [null, 'no space'] },
    ]);
    expect(frame).toMatchObject({ updatedAt: now - 20 * MINUTE, whole: true });
    expect(column(await load({ as: 'history', limit: 1 }), 'name')).toEqual(['a']);
    expect(column(await load({ as: 'history', match: 'b' }), 'name')).toEqual(['b']);
  });

  it('changes with time where it tells of a part of it', () => {
    const source = new StatusesSource(fixture.database);
    expect(source.dependsOnTime({ source: 'statuses' })).toBe(false);
    expect(source.dependsOnTime({ source: 'statuses', as: 'uptime' })).toBe(true);
  });

  it('changes with its one status, or with any', () => {
    const source = new StatusesSource(fixture.database);
    expect(source.topics({ source: 'statuses', match: 'a/b' })).toEqual(['status:a/b']);
    expect(source.topics({ source: 'statuses', match: 'a*' })).toEqual(['statuses']);
    expect(source.topics({ source: 'statuses' })).toEqual(['statuses']);
  });
});

describe('the source of events', () => {
  it('shows the newest whatever the range, and those of a fixed window', async () => {
    const source = new EventsSource(fixture.database);
    for (const hours of [5, 4, 0.5]) await happen({ title: `${hours}`, at: now - hours * HOUR });
    const query = { source: 'events' } as const;
    expect(column(await source.load(query, live()), 'title')).toEqual(['5', '4', '0.5']);
    expect(column(await source.load({ ...query, limit: 2 }, live()), 'title')).toEqual(['4', '0.5']);
    const window = { from: now - 5 * HOUR, to: now - HOUR, fixed: true } as const;
    expect(column(await source.load(query, { ...live(), ...window }), 'title')).toEqual(['5', '4']);
  });
});

describe('the source of tables', () => {
  it('is told whole, and is empty where there is none', async () => {
    const source = new TablesSource(fixture.database);
    expect(await source.load({ source: 'tables', table: 't' }, live())).toEqual({ fields: [], whole: true });
    await put('t', { columns: [{ name: 'due', type: 'time' }], rows: [[now / 1_000], [null]] });
    expect(await source.load({ source: 'tables', table: 't' }, live())).toEqual({
      fields: [{ name: 'due', type: 'time', values: [now, null] }],
      updatedAt: now,
      whole: true,
    });
  });
});

describe('dates without a time in tables', () => {
  it('come back as they were put, beside times, in the table and in its list', async () => {
    const columns = [
      { name: 'due', type: 'time' },
      { name: 'done', type: 'time' },
    ];
    const rows = [
      ['2026-12-06', '2026-12-06'],
      [null, '2026-12-06T00:00:00.000Z'],
    ];
    await put('t', { columns, rows });
    const json = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());
    expect(json(await fixture.tables.get('t'))).toMatchObject({ columns, rows });
    expect(json(await fixture.tables.list())).toMatchObject({ items: [{ key: 't', columns }] });
    const midnight = Date.parse('2026-12-06');
    const { fields } = await new TablesSource(fixture.database).load({ source: 'tables', table: 't' }, live());
    expect(fields).toEqual([
      { ...columns[0], dates: true, values: [midnight, null] },
      { ...columns[1], dates: [0], values: [midnight, midnight] },
    ]);
  });
});

describe('EventRetention', () => {
  const titles = async (): Promise<string[]> => {
    const { items } = JSON.parse(Buffer.from(await fixture.events.list({ limit: 9_999 })).toString()) as {
      items: { title: string }[];
    };
    return items.map(({ title }) => title);
  };

  it('deletes expired events every minute, without a notification', async () => {
    for (const [title, age] of Object.entries({ old: 61, edge: 60, young: 1 })) {
      await happen({ title, at: now - age * MINUTE });
    }
    fixture.published.length = 0;
    const run = jest.spyOn(fixture.retention, 'run');
    fixture.retention.onApplicationBootstrap();
    expect(await titles()).toEqual(['young', 'edge', 'old']);
    fixture.clock.advance(MINUTE);
    await run.mock.results[0]?.value;
    expect(await titles()).toEqual(['young']);
    expect(fixture.published).toEqual([]);
    await fixture.retention.beforeApplicationShutdown();
  });

  it('takes many steps for many events', async () => {
    const values = Array.from({ length: 2_500 }, (_, at) => ({
      at,
      level: 'info',
      title: 'T',
      text: null,
      tags: '{}',
    }));
    await fixture.database.kysely.insertInto('events').values(values).execute();
    await happen({ title: 'young' });
    const write = jest.spyOn(fixture.database, 'write');
    await fixture.retention.run();
    expect(write).toHaveBeenCalledTimes(3);
    expect(await titles()).toEqual(['young']);
  });
});

describe('the history of a status', () => {
  it('is told over a live range and over a window', async () => {
    await report('a', { state: 'ok', at: now - 90 * MINUTE });
    await report('a', { state: 'crit', message: 'down', at: now - 30 * MINUTE });
    const iso = (ms: number): string => new Date(ms).toISOString();
    expect(await fixture.statuses.history('a', '1h')).toEqual({
      key: 'a',
      state: 'crit',
      message: 'down',
      at: iso(now - 30 * MINUTE),
      since: iso(now - 30 * MINUTE),
      from: iso(now - HOUR),
      to: iso(now),
      uptime: 50,
      known: 100,
      intervals: [
        { from: iso(now - HOUR), to: iso(now - 30 * MINUTE), state: 'ok' },
        { from: iso(now - 30 * MINUTE), to: iso(now), state: 'crit', message: 'down' },
      ],
    });
    const window = { from: now - 100 * MINUTE, to: now - 80 * MINUTE };
    expect(await fixture.statuses.history('a', window)).toMatchObject({
      uptime: 100,
      known: 50,
      intervals: [{ state: null }, { state: 'ok' }],
    });
    await expect(fixture.statuses.history('b', '1h')).rejects.toMatchObject({ status: 404 });
  });

  it('says how much of it is left out', async () => {
    const reports = Array.from({ length: 1_200 }, (_, index) => ({
      key: 'a',
      report: {
        state: index % 2 === 0 ? ('ok' as const) : ('crit' as const),
        at: (now - 2_400_000 + index * 2_000) * 1e3,
      },
    }));
    await fixture.statuses.store(reports);
    const { intervals, warning } = await fixture.statuses.history('a', '1h');
    expect([intervals.length, warning]).toEqual([1_000, expect.stringMatching(/^201 earlier/)]);
  });

  it('goes with its status, and by itself after its time', async () => {
    await report('a', { state: 'ok', at: now - 3 * 24 * HOUR });
    await report('a', { state: 'crit', at: now - 2 * 24 * HOUR });
    await report('b', { state: 'ok', at: now });
    const count = async (): Promise<number> =>
      (await fixture.database.kysely.selectFrom('status_history').selectAll().execute()).length;
    expect(await count()).toBe(3);
    await fixture.statusRetention.run();
    expect(await count()).toBe(1);
    expect(await fixture.statuses.get('a')).toMatchObject({ state: 'crit' });
    await fixture.statuses.remove('b');
    expect(await count()).toBe(0);
  });
});

// Only a file can be kept from growing.
(onPostgres ? describe.skip : describe)('a full disk', () => {
  it('is told in words, with what was there still being read', async () => {
    await fixture.close();
    fixture = await RecordsFixture.open({ maxPages: 60 });
    await report('a', { state: 'ok', message: 'kept' });
    const big = { columns: [{ name: 'c' }], rows: Array.from({ length: 1_000 }, () => ['x'.repeat(500)]) };
    await expect(put('t', big)).rejects.toMatchObject({ status: 507, detail: expect.stringMatching(/full/) });
    await expect(fixture.tables.get('t')).rejects.toMatchObject({ status: 404 });
    expect(await fixture.statuses.get('a')).toMatchObject({ message: 'kept' });
    expect(fixture.published).toEqual([['status:a', 'statuses']]);
  });
});
