import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Frame } from '../../../wire/schemas/frame';
import { setBoardTimeZone } from '../../i18n/format/time-zone-choice';
import { seriesOf } from './series';
import { sampleFrame } from '../testing/sample-frames';
import { chartDataOf, summarizeChart, visibleData } from './chart-data';

const QUERY = { source: 'metrics', metric: 'a' };
const MINUTE = 60_000;
const END = 1_000 * MINUTE;
const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), { nil: null });

describe('chartDataOf', () => {
  it('sorts rows by time', () => {
    const rows = fc.uniqueArray(fc.record({ time: fc.integer({ min: 0, max: 1e6 }), a: value, b: value }), {
      selector: ({ time }) => time,
      maxLength: 30,
    });
    fc.assert(
      fc.property(rows, (given) => {
        const { times, columns } = chartDataOf({
          fields: [
            { name: 'time', type: 'time', values: given.map(({ time }) => time) },
            { name: 'a', type: 'number', values: given.map(({ a }) => a) },
            { name: 'b', type: 'number', values: given.map(({ b }) => b) },
          ],
        });
        const sorted = given.toSorted((x, y) => x.time - y.time);
        expect([times, ...columns]).toEqual([
          sorted.map(({ time }) => time),
          sorted.map(({ a }) => a),
          sorted.map(({ b }) => b),
        ]);
      }),
    );
  });

  it('merges rows with the same time, and drops rows without a time', () => {
    const { times, columns } = chartDataOf({
      fields: [
        { name: 'time', type: 'time', values: [5, 5, null, 3] },
        { name: 'a', type: 'number', values: [1, null, 9, 2] },
        { name: 'b', type: 'number', values: [null, 4, 9, null] },
      ],
    });
    expect([times, columns]).toEqual([
      [3, 5],
      [
        [2, 1],
        [null, 4],
      ],
    ]);
  });

  it('puts dates without a time at midnight in the viewer’s time zone', () => {
    const values = ['2026-12-07', '2026-12-06'].map(Date.parse);
    const frame: Frame = {
      fields: [
        { name: 'day', type: 'time', dates: true, values },
        { name: 'sold', type: 'number', values: [2, 1] },
      ],
    };
    setBoardTimeZone('America/New_York');
    const { times, columns } = chartDataOf(frame);
    const points = seriesOf(frame)[0]?.points;
    setBoardTimeZone(undefined);
    const midnights = ['2026-12-06T05:00Z', '2026-12-07T05:00Z'].map(Date.parse);
    expect([times, columns]).toEqual([midnights, [[1, 2]]]);
    expect(points).toEqual([
      { time: midnights[1], value: 2 },
      { time: midnights[0], value: 1 },
    ]);
  });

  it('distinguishes series with the same name', () => {
    const { series } = chartDataOf(sampleFrame(END, { name: 'a', values: [1] }, { name: 'a', values: [2] }));
    expect(new Set(series.map(({ key }) => key)).size).toBe(2);
  });

  it('is empty without times', () => {
    expect(chartDataOf({ fields: [{ name: 'a', type: 'number', values: [1] }] }).series).toEqual([]);
  });
});

describe('visibleData', () => {
  it('keeps the index of each series, for its color', () => {
    const data = chartDataOf(sampleFrame(END, { name: 'a', values: [1] }, { name: 'b', values: [2] }));
    const visible = visibleData(data, new Set([data.series[0]?.key ?? '']));
    expect([visible.slots, visible.columns]).toEqual([[1], [[2]]]);
  });
});

describe('summarizeChart', () => {
  it('marks series that have ended', () => {
    const frame = sampleFrame(
      END,
      { tags: { host: 'a' }, values: [1] },
      { tags: { host: 'b' }, values: [2], endedAt: END },
    );
    expect(summarizeChart(frame, QUERY, {})).toBe('a 1, b 2 (ended)');
  });

  it('returns the last value of each series', () => {
    const frame = sampleFrame(
      END,
      { name: 'net.in', unit: 'ms', values: [1, 2] },
      { name: 'net.out', unit: 'ms', values: [3, null] },
    );
    expect(summarizeChart(frame, QUERY, {})).toBe('in 2\u202fms, out 3\u202fms');
    expect(summarizeChart(frame, { ...QUERY, aggregate: 'count' }, {})).toBe('in 2, out 3');
    expect(summarizeChart({ fields: frame.fields.slice(1) }, QUERY, {})).toBeUndefined();
  });
});
