import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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

const put = (key: string, body: unknown): Promise<unknown> => fixture.tables.put(key, fixture.encodeBody(body));
const live = (): LoadContext => ({
  range: '1h',
  from: now - HOUR,
  to: now,
  timeZone: 'UTC',
  signal: new AbortController().signal,
});

describe('TablesSource', () => {
  it('returns the whole table, or an empty frame if it does not exist', async () => {
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
