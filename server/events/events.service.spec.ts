import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';

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

const add = (body: unknown): Promise<unknown> => fixture.events.add(fixture.encodeBody(body));

describe('EventsService', () => {
  it('stores an event before it is published', async () => {
    const listed: string[] = [];
    fixture.onPublish = async () => {
      listed.push(Buffer.from(await fixture.events.list({ limit: 9 })).toString());
    };
    await add({ title: 'T' });
    const at = new Date(now).toISOString();
    expect(listed).toEqual([`{"items":[{"id":1,"at":"${at}","level":"info","title":"T","tags":{}}]}`]);
    expect(fixture.published).toEqual([['events']]);
  });

  it('rejects a body that is not JSON with 400', async () => {
    await expect(add('x')).rejects.toMatchObject({ status: 400 });
    expect(fixture.published).toEqual([]);
  });

  it('counts stored events', async () => {
    await add({ title: 'T' });
    const metric = fixture.telemetry.registry.getSingleMetric('boardcast_stored_records_total');
    expect((await metric?.get())?.values).toMatchObject([{ labels: { kind: 'event' }, value: 1 }]);
  });
});
