import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FieldValue, Frame, FrameField } from '../../../wire/schemas/frame';
import { clipRows, replaceRows } from './frame-merge';

const time = (...values: number[]): FrameField => ({ name: 'time', type: 'time', values });
const series = (name: string, values: FieldValue[], tags?: Record<string, string>): FrameField => ({
  name,
  type: 'number',
  ...(tags && { tags }),
  values,
});
const frame = (...fields: FrameField[]): Frame => ({ fields });

describe('replaceRows', () => {
  const current = frame(time(10, 20, 30), series('a', [1, 2, 3]));

  it('keeps the rows before the start and replaces the rest', () => {
    expect(replaceRows(current, frame(time(30, 40), series('a', [9, 4])), 30)).toEqual(
      frame(time(10, 20, 30, 40), series('a', [1, 2, 9, 4])),
    );
  });

  it('replaces rows by fewer rows or none', () => {
    expect(replaceRows(current, frame(time(25), series('a', [9])), 20)).toEqual(
      frame(time(10, 25), series('a', [1, 9])),
    );
    expect(replaceRows(current, frame(time(), series('a', [])), 15)).toEqual(frame(time(10), series('a', [1])));
  });

  it('replaces all rows, and appends rows after the end', () => {
    expect(replaceRows(current, frame(time(5), series('a', [0])), 0)).toEqual(frame(time(5), series('a', [0])));
    expect(replaceRows(current, frame(time(40), series('a', [4])), 35)?.fields[0]?.values).toEqual([10, 20, 30, 40]);
  });

  it('supports fractional times', () => {
    const fractions = frame(time(10.25, 10.5), series('a', [1, 2]));
    expect(replaceRows(fractions, frame(time(10.5), series('a', [3])), 10.5)?.fields[1]?.values).toEqual([1, 3]);
  });

  it('matches fields by name and tags in any order', () => {
    const two = frame(time(1), series('a', [1], { x: '1', y: '2' }), series('a', [2], { x: '2' }));
    const tail = frame(time(2), series('a', [4], { x: '2' }), series('a', [3], { y: '2', x: '1' }));
    expect(replaceRows(two, tail, 2)?.fields.map(({ values }) => values)).toEqual([
      [1, 2],
      [2, 4],
      [1, 3],
    ]);
  });

  it('uses the unit of the new frame', () => {
    const tail = frame(time(40), { ...series('a', [4]), unit: 'ms' });
    expect(replaceRows(current, tail, 40)?.fields[1]).toMatchObject({ unit: 'ms', values: [1, 2, 3, 4] });
  });

  it.each([
    ['an additional field', frame(time(40), series('a', [4]), series('b', [4]))],
    ['a missing field', frame(time(40))],
    ['other tags', frame(time(40), series('a', [4], { x: '1' }))],
    ['a duplicate field', frame(time(40), series('a', [4]), series('a', [4]))],
  ])('returns undefined for %s', (_, tail) => {
    expect(replaceRows(current, tail, 40)).toBeUndefined();
  });

  it('returns undefined without a time field or with a duplicate field', () => {
    expect(replaceRows(frame(series('a', [1])), frame(series('a', [1])), 0)).toBeUndefined();
    const twice = frame(time(1), series('a', [1]), series('a', [2]));
    expect(replaceRows(twice, frame(time(2), series('a', [1])), 2)).toBeUndefined();
  });

  it('gives the same result after clipping, with or without a start', () => {
    const values = fc.array(fc.option(fc.integer(), { nil: null }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(
        values,
        values,
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 5 }),
        (a, b, start, of) => {
          const before = frame(time(10, 20, 30, 40, 50), series('a', a), series('b', b));
          const rows = [55, 65, 75, 85, 95].slice(of);
          const tail = frame(time(...rows), series('a', b.slice(of)), series('b', a.slice(of)));
          const clipped = replaceRows(before, tail, 45, start);
          const whole = replaceRows(before, tail, 45);
          expect(clipped && clipRows(clipped, start)).toEqual(whole && clipRows(whole, start));
        },
      ),
    );
  });

  it('does not modify the current frame', () => {
    const copy = JSON.parse(JSON.stringify(current)) as Frame;
    replaceRows(current, frame(time(30), series('a', [9])), 30);
    expect(current).toEqual(copy);
  });
});

describe('clipRows', () => {
  it('drops earlier rows, except the row directly before the start', () => {
    expect(clipRows(frame(time(10, 20, 30, 40), series('a', [1, 2, 3, 4])), 30)).toEqual(
      frame(time(20, 30, 40), series('a', [2, 3, 4])),
    );
  });

  it('keeps the last point of a series that ended before the start', () => {
    const clipped = clipRows(
      frame(time(10, 20, 30, 40), series('a', [1, 2, null, null]), series('b', [5, 6, 7, 8])),
      100,
    );
    expect(clipped).toEqual(frame(time(20, 40), series('a', [2, null]), series('b', [6, 8])));
  });

  it('returns the same frame if nothing is clipped', () => {
    const whole = frame(time(10, 20), series('a', [1, 2]));
    expect(clipRows(whole, 10)).toBe(whole);
    expect(clipRows(whole, 15)).toBe(whole);
    const table = frame(series('a', [1, 2, 3]));
    expect(clipRows(table, 15)).toBe(table);
    expect(clipRows(frame(time(), series('a', [])), 15)).toEqual(frame(time(), series('a', [])));
  });
});
