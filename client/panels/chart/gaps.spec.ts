import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Column } from './chart-data';
import { courseOf, nearestRow } from './gaps';

const MINUTE = 60_000;
const timesOf = (column: Column): number[] => column.map((_, row) => row * MINUTE);
const without = (...missing: number[]): Column =>
  Array.from({ length: 30 }, (_, row) => (missing.includes(row) ? null : row));
const TIMES = timesOf(without());

describe('gaps', () => {
  it('are where a series was silent for much longer than usual', () => {
    expect(courseOf(TIMES, without(10, 11, 12)).gaps).toEqual([{ from: 9 * MINUTE, to: 13 * MINUTE }]);
  });

  it('are not single values that are missing', () => {
    expect(courseOf(TIMES, without(5, 6, 15)).gaps).toEqual([]);
  });

  it('are nothing that a few points could tell', () => {
    expect(courseOf([0, MINUTE, 60 * MINUTE], [1, 2, 3]).gaps).toEqual([]);
  });

  it('leave a point between two of them, to be drawn as a mark', () => {
    const column = without(10, 11, 12, 14, 15, 16);
    expect(courseOf(TIMES, column).lonely).toEqual([13]);
    expect(courseOf(TIMES, without()).lonely).toEqual([]);
  });

  it('leave a series of one point a mark', () => {
    expect(courseOf(TIMES, [null, 42, null]).lonely).toEqual([1]);
  });
});

describe('nearestRow', () => {
  const column = fc.array(fc.option(fc.constant(1), { nil: null }), { minLength: 1, maxLength: 30 });

  it('is the nearest of all rows with a value', () => {
    fc.assert(
      fc.property(column, fc.nat({ max: 30 }), (values, at) => {
        const times = timesOf(values);
        const near = Math.min(at, values.length - 1);
        const time = times[near] ?? 0;
        const found = nearestRow(times, values, near, { time, reach: Infinity });
        const distances = values.flatMap((value, row) => (value === null ? [] : [Math.abs(row - near)]));
        expect(found === undefined ? [] : [Math.abs(found - near)]).toEqual(
          distances.length === 0 ? [] : [Math.min(...distances)],
        );
      }),
    );
  });

  it('is none where the series was silent', () => {
    const values = without(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    const { reach } = courseOf(TIMES, values);
    expect(nearestRow(TIMES, values, 15, { time: 15 * MINUTE, reach })).toBeUndefined();
    expect(nearestRow(TIMES, values, 11, { time: 11 * MINUTE, reach })).toBe(9);
  });
});
