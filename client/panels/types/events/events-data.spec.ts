import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventFrame, sampleFrame } from '../../testing/sample-frames';
import { readEvents, summarizeEvents } from './events-data';

const titles = (frame: Parameters<typeof readEvents>[0], options = {}): string[] =>
  readEvents(frame, options).map(({ title }) => title);

describe('readEvents', () => {
  it('returns the newest first; of events with the same time, the one that was received last', () => {
    const frame = eventFrame({ time: 1, title: 'a' }, { time: 2, title: 'b' }, { time: 2, title: 'c' });
    expect(titles(frame)).toEqual(['c', 'b', 'a']);
  });

  it('puts events without a valid time last', () => {
    const frame = eventFrame(
      { time: null, title: 'never' },
      { time: 9e15, title: 'impossible' },
      { time: -5, title: 'old' },
    );
    expect(titles(frame)).toEqual(['old', 'impossible', 'never']);
    expect(readEvents(frame, {})[1]?.time).toBeUndefined();
  });

  it('returns the requested number of events, at most 200', () => {
    const many = eventFrame(...Array.from({ length: 10_000 }, (_, time) => ({ time, title: `t${time}` })));
    expect([titles(many).length, titles(many)[0]]).toEqual([200, 't9999']);
    expect([titles(many, { limit: 3 }).length, titles(many, { limit: -1 }).length]).toEqual([3, 1]);
  });

  it('keeps the key of an event while others are added and removed', () => {
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

  it('reads events of any source with a time and a name', () => {
    const frame = {
      fields: [
        ...sampleFrame(60_000, { values: [1] }).fields,
        { name: 'name', type: 'string' as const, values: ['x'] },
      ],
    };
    expect(readEvents(frame, {})).toMatchObject([{ time: 60_000, level: 'info', title: 'x', text: undefined }]);
  });
});

describe('readEvents with a frame without titles', () => {
  it('returns no events', () => {
    const numbers = sampleFrame(60_000, { values: [1, 2] });
    expect([readEvents(numbers, {}), summarizeEvents(numbers, undefined, {})]).toEqual([[], undefined]);
  });
});

describe('summarizeEvents', () => {
  it('returns the newest event', () => {
    const frame = eventFrame({ time: 1, title: 'a' }, { time: 2, level: 'crit', title: 'email is down' });
    expect(summarizeEvents(frame, undefined, {})).toBe('critical: email is down');
    expect(summarizeEvents({ fields: [] }, undefined, {})).toBeUndefined();
  });
});
