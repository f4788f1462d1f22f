import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameField } from '../../wire/schemas/frame.js';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';
import type { LoadContext, LoadedFrame } from '../dashboard/contracts/source.js';
import { EventsSource } from './events.source.js';

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

const add = (body: unknown): Promise<unknown> => fixture.events.add(fixture.encodeBody(body));
const column = (frame: LoadedFrame, name: string): FrameField['values'] | undefined =>
  frame.fields.find((field) => field.name === name)?.values;
const live = (): LoadContext => ({
  range: '1h',
  from: now - HOUR,
  to: now,
  timeZone: 'UTC',
  signal: new AbortController().signal,
});

describe('EventsSource', () => {
  it('returns the newest events whatever the range, and those within a fixed time range', async () => {
    const source = new EventsSource(fixture.database);
    for (const hours of [5, 4, 0.5]) await add({ title: `${hours}`, at: now - hours * HOUR });
    const query = { source: 'events' } as const;
    expect(column(await source.load(query, live()), 'title')).toEqual(['5', '4', '0.5']);
    expect(column(await source.load({ ...query, limit: 2 }, live()), 'title')).toEqual(['4', '0.5']);
    const window = { from: now - 5 * HOUR, to: now - HOUR, fixed: true } as const;
    expect(column(await source.load(query, { ...live(), ...window }), 'title')).toEqual(['5', '4']);
  });
});
