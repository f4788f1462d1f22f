import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleFrame } from '../../../testing/sample-frames';
import { chartDataOf, type ChartData } from '../../../data/chart-data';
import { stackAreas, stackBars } from './stacked-series';

const END = 60_000_000;
const value = (min: number): fc.Arbitrary<number | null> =>
  fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min, max: 1e6 }), { nil: null });
const rowsOf = (min: number): fc.Arbitrary<(number | null)[][]> =>
  fc.array(fc.tuple(value(min), value(min), value(min)), { maxLength: 20 });
const dataOf = (rows: (number | null)[][]): ChartData =>
  chartDataOf(
    sampleFrame(
      END,
      ...['a', 'b', 'c'].map((name, index) => ({ name, values: rows.map((row) => row[index] ?? null) })),
    ),
  );

describe('stackAreas', () => {
  it('puts a series on the one below, also in rows where that has no value', () => {
    const data = chartDataOf(
      sampleFrame(END, { name: 'a', values: [10, null, 20, null] }, { name: 'b', values: [1, 1, 1, 1] }),
    );
    expect(stackAreas(data).tops).toEqual([
      [10, 15, 20, 20],
      [11, 16, 21, 21],
    ]);
  });

  it('never goes below the series below', () => {
    fc.assert(
      fc.property(rowsOf(0), (rows) => {
        const data = dataOf(rows);
        const { tops } = stackAreas(data);
        data.times.forEach((_, row) => {
          const heights = tops.map((column) => column[row]).filter((each) => typeof each === 'number');
          expect([...heights].sort((x, y) => x - y)).toEqual(heights);
        });
      }),
    );
  });
});

describe('stackBars', () => {
  it('returns bars as long as their values, which end at the sums of either sign', () => {
    fc.assert(
      fc.property(rowsOf(-1e6), (rows) => {
        const data = dataOf(rows);
        const { tops, bases } = stackBars(data);
        rows.forEach((values, row) => {
          values.forEach((each, index) => {
            const [top, base] = [tops[index]?.[row], bases[index]?.[row]];
            if (each === null) expect(top).toBeNull();
            else expect((top ?? NaN) - (base ?? NaN)).toBeCloseTo(each, 3);
          });
          const ends = tops.map((column) => column[row] ?? 0);
          const above = values.reduce((sum: number, each) => sum + Math.max(0, each ?? 0), 0);
          expect(Math.max(0, ...ends)).toBeCloseTo(above, 3);
        });
      }),
    );
  });
});
