import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';
import type { LoadedFrame } from '../dashboard/source.js';
import { toNdjson } from '../transfer/ndjson.js';
import { EXPORT_STATUSES, IMPORT_STATUSES } from '../statuses/status-jobs.js';
import { StatusesSource, type StatusesQuery } from '../statuses/statuses.source.js';

const HOUR = 3_600_000;

let fixture: RecordsFixture;
beforeAll(async () => {
  fixture = await RecordsFixture.open();
});
beforeEach(async () => {
  fixture = await fixture.renewed();
});
afterAll(() => fixture.close());

const report = (key: string, body: unknown): Promise<unknown> => fixture.statuses.report(key, fixture.body(body));
const end = (key: string): Promise<unknown> =>
  fixture.batches.store({ reports: [{ key, report: { state: 'ok', ended: true } }], events: [] });
const itemsOf = async (list: Promise<Uint8Array>): Promise<unknown[]> =>
  (JSON.parse(Buffer.from(await list).toString()) as { items: unknown[] }).items;
const load = (query: Partial<StatusesQuery> = {}): Promise<LoadedFrame> => {
  const now = fixture.clock.now();
  const context = {
    range: '1h',
    from: now - HOUR,
    to: now,
    timeZone: 'UTC',
    signal: new AbortController().signal,
  } as const;
  return new StatusesSource(fixture.database).load({ source: 'statuses', ...query }, context);
};
const column = ({ fields }: LoadedFrame, name: string): unknown => fields.find((field) => field.name === name)?.values;

describe('names of statuses and tables', () => {
  it('are told beside their keys: the name that was given, or the one that the key was made of', async () => {
    await report('a', { state: 'ok', name: 'Nightly backup' });
    await report('gr_x00F6__x00DF_e', 'ok');
    await report('plain', 'ok');
    await fixture.tables.put('t_x00E4_', fixture.body({ columns: [{ name: 'c' }], rows: [] }));
    await fixture.tables.put('t', fixture.body({ columns: [{ name: 'c' }], rows: [] }));
    expect(await itemsOf(fixture.statuses.list())).toMatchObject([
      { key: 'a', name: 'Nightly backup' },
      { key: 'gr_x00F6__x00DF_e', name: 'größe' },
      { key: 'plain' },
    ]);
    expect((await itemsOf(fixture.statuses.list()))[2]).not.toHaveProperty('name');
    expect(await fixture.statuses.get('a')).toMatchObject({ name: 'Nightly backup' });
    expect(await itemsOf(fixture.tables.list())).toMatchObject([{ key: 't' }, { key: 't_x00E4_', name: 'tä' }]);
    expect(column(await load(), 'name')).toEqual(['Nightly backup', 'größe', 'plain']);
    expect(column(await load({ as: 'history' }), 'name')).toEqual(['Nightly backup', 'größe', 'plain']);
    expect(column(await load({ match: 'a' }), 'name')).toEqual(['Nightly backup']);
  });

  it('are refused where they cannot be shown', async () => {
    for (const name of ['', 'x'.repeat(201), 7, '\u0007']) {
      await expect(report('a', { state: 'ok', name })).rejects.toMatchObject({
        status: 422,
        errors: [{ path: 'name' }],
      });
    }
  });

  it('are exported and imported, and so is the end of a status', async () => {
    await report('a', { state: 'crit', name: 'Disk / (db-1)', expectEvery: '1m' });
    await end('a');
    await report('b', 'ok');
    const { bytes } = await fixture.database.read(EXPORT_STATUSES, { after: '' });
    const listed = await itemsOf(fixture.statuses.list());
    expect(listed).toMatchObject([{ key: 'a', name: 'Disk / (db-1)', endedAt: expect.any(String) }, { key: 'b' }]);
    fixture = await fixture.renewed();
    const request = {
      lines: { bytes: Uint8Array.from(bytes), first: 1 },
      now: fixture.clock.now() * 1_000,
      maxKeys: 9,
    };
    expect(await fixture.database.write(IMPORT_STATUSES, request)).toMatchObject({ imported: { stored: 2 } });
    expect(await itemsOf(fixture.statuses.list())).toEqual(listed);
  });

  it('are refused in an import where the end is after the last report', async () => {
    const now = fixture.clock.now() * 1_000;
    const line = {
      type: 'status',
      key: 'a',
      state: 'ok',
      message: null,
      at: now,
      since: now,
      endedAt: now + 1,
      history: [],
    };
    const request = { lines: { bytes: toNdjson([line]), first: 1 }, now, maxKeys: 9 };
    await expect(fixture.database.write(IMPORT_STATUSES, request)).rejects.toMatchObject({
      status: 422,
      detail: expect.stringMatching(/endedAt/),
    });
  });
});

describe('a status that has ended', () => {
  it('is never late, however long ago its last report is', async () => {
    await report('a', { state: 'crit', expectEvery: '1m' });
    expect(column(await load(), 'staleAt')).toEqual([expect.any(Number)]);
    await end('a');
    fixture.clock.advance(30 * 24 * HOUR);
    const frame = await load();
    expect(column(frame, 'staleAt')).toBeUndefined();
    expect(frame).not.toHaveProperty('expectEveryMs');
    await report('a', 'ok');
    expect(column(await load(), 'staleAt')).toEqual([expect.any(Number)]);
  });
});
