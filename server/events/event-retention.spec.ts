import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';

const MINUTE = 60_000;

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

describe('EventRetention', () => {
  const titles = async (): Promise<string[]> => {
    const { items } = JSON.parse(Buffer.from(await fixture.events.list({ limit: 9_999 })).toString()) as {
      items: { title: string }[];
    };
    return items.map(({ title }) => title);
  };

  it('deletes expired events every minute, without a notification', async () => {
    for (const [title, age] of Object.entries({ old: 61, edge: 60, young: 1 })) {
      await add({ title, at: now - age * MINUTE });
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

  it('deletes many events in several steps', async () => {
    const values = Array.from({ length: 2_500 }, (_, at) => ({
      at,
      level: 'info',
      title: 'T',
      text: null,
      tags: '{}',
    }));
    await fixture.database.kysely.insertInto('events').values(values).execute();
    await add({ title: 'young' });
    const write = jest.spyOn(fixture.database, 'write');
    await fixture.retention.run();
    expect(write).toHaveBeenCalledTimes(3);
    expect(await titles()).toEqual(['young']);
  });
});
