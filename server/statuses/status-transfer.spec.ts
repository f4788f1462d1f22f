import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';
import { toNdjson } from '../transfer/ndjson.js';
import { EXPORT_STATUSES, IMPORT_STATUSES } from './storage/status-jobs.js';

let fixture: RecordsFixture;
beforeAll(async () => {
  fixture = await RecordsFixture.open();
});
beforeEach(async () => {
  fixture = await fixture.recreate();
});
afterAll(() => fixture.close());

const report = (key: string, body: unknown): Promise<unknown> => fixture.statuses.report(key, fixture.encodeBody(body));
const end = (key: string): Promise<unknown> =>
  fixture.batches.store({ reports: [{ key, report: { state: 'ok', ended: true } }], events: [] });
const itemsOf = async (list: Promise<Uint8Array>): Promise<unknown[]> =>
  (JSON.parse(Buffer.from(await list).toString()) as { items: unknown[] }).items;

describe('StatusTransfer', () => {
  it('exports and imports names and the end of a status', async () => {
    await report('a', { state: 'crit', name: 'Disk / (db-1)', expectEvery: '1m' });
    await end('a');
    await report('b', 'ok');
    const { bytes } = await fixture.database.read(EXPORT_STATUSES, { after: '' });
    const listed = await itemsOf(fixture.statuses.list());
    expect(listed).toMatchObject([{ key: 'a', name: 'Disk / (db-1)', endedAt: expect.any(String) }, { key: 'b' }]);
    fixture = await fixture.recreate();
    const request = {
      lines: { bytes: Uint8Array.from(bytes), first: 1 },
      nowUs: fixture.clock.now() * 1_000,
      maxKeys: 9,
    };
    expect(await fixture.database.write(IMPORT_STATUSES, request)).toMatchObject({ imported: { stored: 2 } });
    expect(await itemsOf(fixture.statuses.list())).toEqual(listed);
  });

  it('rejects an import of a status that ended after its last report', async () => {
    const nowUs = fixture.clock.now() * 1_000;
    const line = {
      type: 'status',
      key: 'a',
      state: 'ok',
      message: null,
      at: nowUs,
      since: nowUs,
      endedAt: nowUs + 1,
      history: [],
    };
    const request = { lines: { bytes: toNdjson([line]), first: 1 }, nowUs, maxKeys: 9 };
    await expect(fixture.database.write(IMPORT_STATUSES, request)).rejects.toMatchObject({
      status: 422,
      detail: expect.stringMatching(/endedAt/),
    });
  });
});
