import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChartData } from '../../../data/chart-data';
import type { PlotCursor } from '../plot/plot';
import { tooltipLines } from './tooltip-lines';

const dataOf = (values: readonly number[]): ChartData => ({
  series: values.map((_value, slot) => ({ key: `k${slot}`, label: `series ${slot}` })),
  times: [0],
  columns: values.map((value) => [value]),
});
const cursorOf = (data: ChartData, height: number, pointer?: number): PlotCursor => ({
  left: 0,
  width: 300,
  height,
  rows: new Map(data.series.map(({ key }) => [key, 0])),
  readings: new Map(),
  distances:
    pointer === undefined
      ? undefined
      : new Map(data.series.map(({ key }, slot) => [key, Math.abs((data.columns[slot]?.[0] ?? 0) - pointer)])),
});
const content = (values: readonly number[], height: number, pointer?: number): [values: number[], more: number] => {
  const data = dataOf(values);
  const { lines, more } = tooltipLines(data, cursorOf(data, height, pointer));
  return [lines.map(({ value }) => value), more];
};
const THIRTY = Array.from({ length: 30 }, (_, index) => index);

describe('tooltipLines', () => {
  it('returns all values if there are few, the largest first', () => {
    expect(content([2, 4, 1, 3], 80, 0)).toEqual([[4, 3, 2, 1], 0]);
  });

  it('returns the values nearest to the pointer, and the number of others', () => {
    expect(content(THIRTY, 80, 20)).toEqual([[22, 21, 20, 19], 26]);
    expect(content(THIRTY, 600, 29)[0]).toHaveLength(12);
  });

  it('returns the largest values if the pointer is over another chart', () => {
    expect(content(THIRTY, 110)).toEqual([[29, 28, 27], 27]);
    expect(content(THIRTY, 900)).toEqual([[29, 28, 27, 26], 26]);
  });

  it('returns none in a narrow chart while the pointer is over another one', () => {
    const data = dataOf([1, 2]);
    expect(tooltipLines(data, { ...cursorOf(data, 200), left: 60, width: 120 }).lines).toEqual([]);
    expect(tooltipLines(data, { ...cursorOf(data, 200, 1), left: 60, width: 120 }).lines).toHaveLength(2);
  });

  it('never leaves out a single value', () => {
    const values = fc.array(fc.integer(), { maxLength: 40 });
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 0, max: 900 }),
        fc.option(fc.integer(), { nil: undefined }),
        (given, height, pointer) => {
          const [lines, more] = content(given, height, pointer);
          expect(more).not.toBe(1);
          expect(lines.length + more).toBe(given.length);
          expect(lines).toEqual(lines.toSorted((a, b) => b - a));
        },
      ),
    );
  });
});
