import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openJobContext } from '../../../test/support/database/test-job-context.js';
import { canonicalTags } from '../../common/tags.js';
import { LEVELS } from '../../common/states.js';
import { jobs } from './events.worker.js';
import type { NewEvent } from '../input/event-input.js';
import { type EventFilter, type EventPosition, findEvents } from './find-events.js';
import { hasTags } from './has-tags.js';
import { runs } from '../../../test/support/jest/property-runs.js';

describe('event jobs', () => {
  let memory: Awaited<ReturnType<typeof openJobContext>>;
  beforeEach(async () => {
    memory = await openJobContext();
  });
  afterEach(() => {
    memory.close();
  });

  const add = (event: Partial<NewEvent>): number =>
    jobs.add(memory.context, [{ title: 'T', level: 'info', text: null, atUs: 1, tags: '{}', ...event }])[0] as number;
  const ids = (filter: EventFilter): number[] => jobs.newest(memory.context, filter).map(({ id }) => id);

  /** Reads all events page by page, and examines at most this many at a time. */
  const idsInPages = (filter: EventFilter, examined: number): number[] => {
    const found: number[] = [];
    for (let before: EventPosition | undefined, pages = 0; pages < 99; pages += 1) {
      const { events, next } = findEvents(memory.context, { ...filter, ...(before && { before }) }, examined);
      expect(events.length).toBeLessThanOrEqual(Math.min(filter.limit, examined));
      found.push(...events.map(({ id }) => id));
      if (!next) return found;
      before = next;
    }
    throw new Error('there is no end of pages');
  };

  it('find the same events as a filter over all events', () => {
    const event = fc.record({
      atUs: fc.nat(20),
      level: fc.constantFrom(...LEVELS),
      title: fc.constantFrom('Deployed shop', 'Disk full', 'ÄRGER'),
      text: fc.constantFrom(null, 'by disk', '1.4.2\nshop'),
      tags: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y')),
    });
    const filter = fc.record(
      {
        levels: fc.array(fc.constantFrom(...LEVELS), { minLength: 1 }),
        tags: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'), { maxKeys: 1 }),
        text: fc.constantFrom('', 'disk', ' Shop  DEP', 'ärger', 'none'),
        fromUs: fc.nat(20),
        toUs: fc.nat(20),
        limit: fc.integer({ min: 1, max: 8 }),
      },
      { requiredKeys: ['limit'] },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), filter, (events, wanted) => {
        memory.context.database.exec('DELETE FROM events');
        const stored = events.map((each) => ({ ...each, id: add({ ...each, tags: canonicalTags(each.tags) }) }));
        const { levels = LEVELS, tags = {}, text = '', fromUs = 0, toUs = 99, limit } = wanted;
        const terms = text.toLowerCase().trim().split(/ +/);
        const expected = stored
          .filter(({ atUs }) => atUs >= fromUs && atUs <= toUs)
          .filter((each) => levels.includes(each.level) && hasTags(each.tags, tags))
          .filter((each) => terms.every((term) => `${each.title}\n${each.text ?? ''}`.toLowerCase().includes(term)))
          .sort((a, b) => b.atUs - a.atUs || b.id - a.id)
          .map(({ id }) => id);
        expect(ids(wanted)).toEqual(expected.slice(0, limit));
        expect(idsInPages(wanted, 3)).toEqual(expected);
      }),
      runs(200),
    );
  });

  it('delete expired events of all levels in bounded steps', () => {
    for (let atUs = 1; atUs <= 10; atUs += 1) add({ atUs, level: LEVELS[atUs % 4] });
    const deleteExpired = (): boolean => jobs.deleteExpired(memory.context, { beforeUs: 8, maxEvents: 3 }).done;
    expect([deleteExpired(), deleteExpired(), deleteExpired()]).toEqual([false, false, true]);
    expect(jobs.newest(memory.context, { limit: 99 }).map(({ atUs }) => atUs)).toEqual([10, 9, 8]);
  });
});

describe('hasTags', () => {
  it('ignores inherited members', () => {
    expect(hasTags({ a: 'x', b: 'y' }, { a: 'x' })).toBe(true);
    expect(hasTags({ a: 'x' }, { a: 'y' })).toBe(false);
    expect(hasTags({}, JSON.parse('{"constructor":"x"}') as Record<string, string>)).toBe(false);
    expect(hasTags({ a: 'x' }, {})).toBe(true);
  });
});
