import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';

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

describe('StatusRetention', () => {
  it('deletes expired history, but keeps the status', async () => {
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
