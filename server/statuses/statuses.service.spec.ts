import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let fixture: RecordsFixture;
let now: number;
beforeAll(async () => {
  fixture = await RecordsFixture.open();
});
beforeEach(async () => {
  fixture = await fixture.recreate();
  now = fixture.clock.now();
});
afterAll(() => fixture.close());

const report = (key: string, body: unknown): Promise<unknown> => fixture.statuses.report(key, fixture.encodeBody(body));

describe('StatusesService', () => {
  it('stores a report before it is published', async () => {
    const listed: string[] = [];
    fixture.onPublish = async () => {
      listed.push(Buffer.from(await fixture.statuses.list()).toString());
    };
    await report('a', 'ok');
    const at = new Date(now).toISOString();
    expect(listed).toEqual([`{"items":[{"key":"a","state":"ok","at":"${at}","since":"${at}"}]}`]);
    expect(fixture.published).toEqual([['status:a', 'statuses']]);
  });

  it('publishes the deletion of a status, but not of a status that does not exist', async () => {
    await report('a', 'ok');
    fixture.published.length = 0;
    await fixture.statuses.remove('a');
    await expect(fixture.statuses.remove('a')).rejects.toMatchObject({ status: 404 });
    expect(fixture.published).toEqual([['status:a', 'statuses']]);
  });

  it('rejects an invalid report with the first error in the message', async () => {
    await expect(report('a', { state: 'fine', message: 7 })).rejects.toMatchObject({
      status: 422,
      detail: 'state: must be one of ok, warn, crit, unknown (and 1 more, see errors)',
    });
    expect(fixture.published).toEqual([]);
  });

  it('rejects new keys beyond MAX_SERIES with 429', async () => {
    for (const key of ['a', 'b', 'c']) await report(key, 'ok');
    await expect(report('d', 'ok')).rejects.toMatchObject({ status: 429, detail: expect.stringMatching(/MAX_SERIES/) });
    await report('a', 'ok');
  });

  it('counts stored reports', async () => {
    await report('a', 'ok');
    await report('a', 'ok');
    const metric = fixture.telemetry.registry.getSingleMetric('boardcast_stored_records_total');
    expect((await metric?.get())?.values).toMatchObject([{ labels: { kind: 'status' }, value: 2 }]);
  });

  it('returns the history over a live range and over a fixed time range', async () => {
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

  it('returns the newest 1,000 intervals and the number of omitted ones', async () => {
    const reports = Array.from({ length: 1_200 }, (_, index) => ({
      key: 'a',
      report: {
        state: index % 2 === 0 ? ('ok' as const) : ('crit' as const),
        atUs: (now - 2_400_000 + index * 2_000) * 1e3,
      },
    }));
    await fixture.statuses.store(reports);
    const { intervals, warning } = await fixture.statuses.history('a', '1h');
    expect([intervals.length, warning]).toEqual([1_000, expect.stringMatching(/^201 earlier/)]);
  });

  it('lists the title of a status, or else the original name behind its key', async () => {
    await report('a', { state: 'ok', name: 'Nightly backup' });
    await report('gr_x00F6__x00DF_e', 'ok');
    await report('plain', 'ok');
    const { items } = JSON.parse(Buffer.from(await fixture.statuses.list()).toString()) as { items: unknown[] };
    expect(items).toMatchObject([
      { key: 'a', name: 'Nightly backup' },
      { key: 'gr_x00F6__x00DF_e', name: 'größe' },
      { key: 'plain' },
    ]);
    expect(items[2]).not.toHaveProperty('name');
    expect(await fixture.statuses.get('a')).toMatchObject({ name: 'Nightly backup' });
  });

  it('rejects names that cannot be shown', async () => {
    for (const name of ['', 'x'.repeat(201), 7, '\u0007']) {
      await expect(report('a', { state: 'ok', name })).rejects.toMatchObject({
        status: 422,
        errors: [{ path: 'name' }],
      });
    }
  });
});
