import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventFrame, sampleFrame } from '../testing/sample-frames';
import { readEvents, summarizeEvents } from './events-data';

const titles = (frame: Parameters<typeof readEvents>[0], options = {}): string[] =>
  readEvents(frame, options).map(({ title }) => title);

describe('readEvents', () => {
  it('shows the newest first; of the same moment the one that came last', () => {
    const frame = eventFrame({ time: 1, title: 'a' }, { time: 2, title: 'b' }, { time: 2, title: 'c' });
    expect(titles(frame)).toEqual(['c', 'b', 'a']);
  });

  it('puts what has no time that can be at the end', () => {
    const frame = eventFrame(
      { time: null, title: 'never' },
      { time: 9e15, title: 'impossible' },
      { time: -5, title: 'old' },
    );
    expect(titles(frame)).toEqual(['old', 'impossible', 'never']);
    expect(readEvents(frame, {})[1]?.time).toBeUndefined();
  });

  it('shows as many as were asked for, 200 at most', () => {
    const many = eventFrame(...Array.from({ length: 10_000 }, (_, time) => ({ time, title: `t${time}` })));
    expect([titles(many).length, titles(many)[0]]).toEqual([200, 't9999']);
    expect([titles(many, { limit: 3 }).length, titles(many, { limit: -1 }).length]).toEqual([3, 1]);
  });

  it('keeps an event’s key while others come and go', () => {
    const event = fc.record({ time: fc.integer({ min: 0, max: 9 }), title: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), fc.array(event, { maxLength: 5 }), (held, more) => {
        const before = readEvents(eventFrame(...held), {}).map(({ key }) => key);
        const after = readEvents(eventFrame(...held, ...more), {}).map(({ key }) => key);
        expect(new Set(after).size).toBe(after.length);
        expect(after).toEqual(expect.arrayContaining(before));
      }),
    );
  });

  it('draws what any other source calls by a time and a name', () => {
    const frame = {
      fields: [
        ...sampleFrame(60_000, { values: [1] }).fields,
        { name: 'name', type: 'string' as const, values: ['x'] },
      ],
    };
    expect(readEvents(frame, {})).toMatchObject([{ time: 60_000, level: 'info', title: 'x', text: undefined }]);
  });
});

describe('a frame without any titles', () => {
  it('is no feed', () => {
    const numbers = sampleFrame(60_000, { values: [1, 2] });
    expect([readEvents(numbers, {}), summarizeEvents(numbers, undefined, {})]).toEqual([[], undefined]);
  });
});

describe('summarizeEvents', () => {
  it('says the newest', () => {
    const frame = eventFrame({ time: 1, title: 'a' }, { time: 2, level: 'crit', title: 'email is down' });
    expect(summarizeEvents(frame, undefined, {})).toBe('critical: email is down');
    expect(summarizeEvents({ fields: [] }, undefined, {})).toBeUndefined();
  });
});
