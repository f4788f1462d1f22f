import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { onPostgres } from '../../test/support/database/test-database.js';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';
import type { LoadContext } from '../dashboard/contracts/source.js';
import { TablesSource } from './tables.source.js';

const HOUR = 3_600_000;

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
const put = (key: string, body: unknown): Promise<unknown> => fixture.tables.put(key, fixture.encodeBody(body));
const live = (): LoadContext => ({
  range: '1h',
  from: now - HOUR,
  to: now,
  timeZone: 'UTC',
  signal: new AbortController().signal,
});
const table = { columns: [{ name: 'c' }], rows: [] };

describe('TablesService', () => {
  it('stores a table before it is published', async () => {
    const listed: string[] = [];
    fixture.onPublish = async () => {
      listed.push(Buffer.from(await fixture.tables.list()).toString());
    };
    await put('t', { columns: [{ name: 'c' }], rows: [[1]] });
    const at = new Date(now).toISOString();
    expect(listed).toEqual([`{"items":[{"key":"t","at":"${at}","rows":1,"columns":[{"name":"c","type":"number"}]}]}`]);
    expect(fixture.published).toEqual([['table:t']]);
  });

  it('publishes the deletion of a table, but not of a table that does not exist', async () => {
    await put('t', table);
    fixture.published.length = 0;
    await fixture.tables.remove('t');
    await expect(fixture.tables.remove('t')).rejects.toMatchObject({ status: 404 });
    expect(fixture.published).toEqual([['table:t']]);
  });

  it('rejects an invalid table with the first error in the message', async () => {
    await expect(put('t', { columns: [{ name: 'c', type: 'number' }], rows: [['x']] })).rejects.toMatchObject({
      status: 422,
      detail: 'rows[0][0]: must be a finite number',
    });
    expect(fixture.published).toEqual([]);
  });

  it('rejects new keys beyond MAX_SERIES with 429', async () => {
    for (const key of ['a', 'b', 'c']) await put(key, table);
    await expect(put('d', table)).rejects.toMatchObject({ status: 429, detail: expect.stringMatching(/MAX_SERIES/) });
    await put('a', table);
  });

  it('lists the original name behind a key', async () => {
    await put('t_x00E4_', table);
    await put('t', table);
    const { items } = JSON.parse(Buffer.from(await fixture.tables.list()).toString()) as { items: unknown[] };
    expect(items).toMatchObject([{ key: 't' }, { key: 't_x00E4_', name: 'tä' }]);
  });

  it('returns dates without a time as they were put, in the table, in the list and in frames', async () => {
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

  // Only a file can be kept from growing.
  (onPostgres ? it.skip : it)('reports a full disk with 507, and still reads stored data', async () => {
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
