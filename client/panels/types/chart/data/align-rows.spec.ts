import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alignRows } from './align-rows';
import type { ChartData, Column } from '../../../data/chart-data';

const MINUTE = 60_000;
const dataOf = (times: number[], ...columns: Column[]): ChartData => ({
  series: columns.map((_, index) => ({ key: String(index), label: String(index) })),
  times,
  columns,
});

describe('alignRows', () => {
  it('merges rows that are close together', () => {
    const aligned = alignRows(
      dataOf(
        [0, 200, 29_000, MINUTE, MINUTE + 900],
        [1, null, null, 2, null],
        [null, 3, null, null, 4],
        [null, null, 5, null, null],
      ),
    );
    expect([aligned.times, aligned.columns]).toEqual([
      [0, MINUTE],
      [
        [1, 2],
        [3, 4],
        [5, null],
      ],
    ]);
  });

  it('does not merge rows if a series has a value in both', () => {
    const data = dataOf([0, 100, MINUTE, 2 * MINUTE], [1, 2, 3, 4], [null, 5, 6, 7]);
    expect(alignRows(data)).toBe(data);
  });

  it('keeps all values in order, and moves none by half a step', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.option(fc.nat(9)), fc.option(fc.nat(9)), fc.option(fc.nat(9))),
      { minLength: 1, maxLength: 40 },
    );
    const valuesOf = (data: ChartData): (readonly number[])[] =>
      data.columns.map((column) => column.filter((value) => value !== null));
    fc.assert(
      fc.property(rows, (given) => {
        let time = 0;
        const times = given.map(([step]) => (time += step));
        const data = dataOf(times, ...[1, 2, 3].map((place) => given.map((row) => row[place] ?? null)));
        const aligned = alignRows(data);
        expect(valuesOf(aligned)).toEqual(valuesOf(data));
        expect(aligned.times).toEqual([...new Set(aligned.times)].sort((a, b) => a - b));
        expect(aligned.columns.every((column) => column.length === aligned.times.length)).toBe(true);
      }),
    );
  });
});
