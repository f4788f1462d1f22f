import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seriesOf } from '../series';
import { sampleFrame } from '../testing/samples';
import { chartDataOf, gapsOf, lonelyTimes, stack, summarizeChart, visibleOf } from './chart-data';

const QUERY = { source: 'metrics', metric: 'a' };
const MINUTE = 60_000;
const END = 1_000 * MINUTE;
const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e6 }), { nil: null });

describe('chartDataOf', () => {
  it('puts every point of every series into its row, and nothing else', () => {
    const two = fc.array(fc.tuple(value, value), { maxLength: 30 });
    fc.assert(
      fc.property(two, (rows) => {
        const frame = sampleFrame(
          END,
          { name: 'a', values: rows.map(([a]) => a) },
          { name: 'b', values: rows.map(([, b]) => b) },
        );
        const { series, times, columns } = chartDataOf(frame);
        expect([...times].sort((x, y) => x - y)).toEqual(times);
        series.forEach(({ points }, index) => {
          const drawn = times.flatMap((time, row) => {
            const each = columns[index]?.[row];
            return typeof each === 'number' ? [{ time, value: each }] : [];
          });
          expect(drawn).toEqual(points);
        });
      }),
    );
  });
});

describe('gaps', () => {
  const regular = (...missing: number[]): ReturnType<typeof seriesOf>[number] => {
    const values = Array.from({ length: 30 }, (_, row) => (missing.includes(row) ? null : row));
    const [series] = seriesOf(sampleFrame(END, { values }));
    if (series === undefined) throw new Error('a sample frame has a series');
    return series;
  };

  it('are where a series was silent for much longer than usual', () => {
    expect(gapsOf(regular(10, 11, 12))).toEqual([{ from: END - 20 * MINUTE, to: END - 16 * MINUTE }]);
  });

  it('are not single values that are missing', () => {
    expect(gapsOf(regular(5, 6, 15))).toEqual([]);
  });

  it('leave a point between two of them, to be drawn as a dot', () => {
    const series = regular(10, 11, 12, 14, 15, 16);
    expect([...lonelyTimes(series)]).toEqual([END - 16 * MINUTE]);
    expect(lonelyTimes(regular()).size).toBe(0);
  });

  it('leave a series of one point a dot', () => {
    const [series] = seriesOf(sampleFrame(END, { values: [42] }));
    expect(series && [...lonelyTimes(series)]).toEqual([END]);
  });
});

describe('stack', () => {
  it('stands on the series below, also in rows where that one has no value of its own', () => {
    const data = chartDataOf(
      sampleFrame(END, { name: 'a', values: [10, null, 20, null] }, { name: 'b', values: [1, 1, 1, 1] }),
    );
    expect(stack(data)).toEqual([
      [10, 15, 20, 20],
      [11, 16, 21, 21],
    ]);
  });

  it('never goes below what it stands on', () => {
    const rows = fc.array(fc.tuple(value, value, value), { maxLength: 20 });
    fc.assert(
      fc.property(rows, (given) => {
        const names = ['a', 'b', 'c'];
        const data = chartDataOf(
          sampleFrame(END, ...names.map((name, index) => ({ name, values: given.map((row) => row[index] ?? null) }))),
        );
        const stacked = stack(data);
        data.times.forEach((_, row) => {
          const heights = stacked.map((column) => column[row]).filter((each) => typeof each === 'number');
          expect([...heights].sort((x, y) => x - y)).toEqual(heights);
        });
      }),
    );
  });
});

describe('visibleOf', () => {
  it('keeps of each series which one of all it is, for its colour', () => {
    const data = chartDataOf(sampleFrame(END, { name: 'a', values: [1] }, { name: 'b', values: [2] }));
    const visible = visibleOf(data, new Set([data.series[0]?.key ?? '']));
    expect([visible.slots, visible.columns]).toEqual([[1], [[2]]]);
  });
});

describe('summarizeChart', () => {
  it('says each line’s last value', () => {
    const frame = sampleFrame(
      END,
      { name: 'net.in', unit: 'ms', values: [1, 2] },
      { name: 'net.out', unit: 'ms', values: [3, null] },
    );
    expect(summarizeChart(frame, QUERY, {})).toBe('in 2\u202fms, out 3\u202fms');
    expect(summarizeChart(frame, { ...QUERY, aggregate: 'count' }, {})).toBe('in 2, out 3');
  });
});
