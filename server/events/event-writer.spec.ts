import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';
import { Problem } from '../common/errors/problem.js';
import { EventWriter } from './event-writer.js';
import type { EventFilter } from './storage/find-events.js';
import { parseEventFilter } from './input/parse-event-filter.js';

describe('EventWriter', () => {
  let fixture: RecordsFixture;
  let writer: EventWriter;
  beforeAll(async () => {
    fixture = await RecordsFixture.open();
  });
  beforeEach(async () => {
    fixture = await fixture.recreate();
    writer = new EventWriter(fixture.events);
  });
  afterAll(() => fixture.close());

  const all = (): EventFilter => parseEventFilter({}, fixture.clock.now() * 1_000);

  async function listed(): Promise<unknown[]> {
    return (JSON.parse(Buffer.from(await fixture.events.list(all())).toString()) as { items: unknown[] }).items;
  }

  async function rejectionOf(events: unknown): Promise<Problem> {
    const error: unknown = await writer.write(events as []).catch((rejection: unknown) => rejection);
    if (error instanceof Problem) return error;
    throw new Error('It was accepted.');
  }

  it('stores an event before it publishes the change, once', async () => {
    const seen: unknown[] = [];
    fixture.onPublish = async () => {
      seen.push(...(await listed()));
    };
    const at = new Date(fixture.clock.now() - 1_000);
    await writer.write({ title: 'deployed', level: 'ok', text: 'by Ada', at, tags: { app: 'shop' } });
    const stored = { title: 'deployed', level: 'ok', text: 'by Ada', at: at.toISOString(), tags: { app: 'shop' } };
    expect(seen).toEqual([{ ...stored, id: expect.any(Number) }]);
    expect(fixture.published).toEqual([['events']]);
  });

  it('stores several events, and publishes them as one change', async () => {
    await writer.write([{ title: 'a' }, { title: 'b', level: 'crit' }]);
    expect(await listed()).toMatchObject([
      { title: 'b', level: 'crit' },
      { title: 'a', level: 'info' },
    ]);
    expect(fixture.published).toEqual([['events']]);
  });

  it('names everything that is wrong with an event', async () => {
    const problem = await rejectionOf({ title: '', level: 'fatal', text: 1, at: 0, tags: { a: 1 }, hue: 'red' });
    expect(problem.getStatus()).toBe(422);
    expect(problem.errors?.map(({ path }) => path).sort()).toEqual(['at', 'hue', 'level', 'tags.a', 'text', 'title']);
  });

  it('names the invalid events of a list by their index, and stores none', async () => {
    const problem = await rejectionOf([{ title: 'a' }, {}, { title: 'b', at: 'soon' }, 'c']);
    expect(problem.errors?.map(({ path }) => path)).toEqual(['[1].title', '[2].at', '[3]']);
    expect([await listed(), fixture.published]).toEqual([[], []]);
  });
});
