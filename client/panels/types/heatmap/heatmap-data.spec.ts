import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Frame } from '../../../../wire/schemas/frame';
import { sampleFrame, sampleRows } from '../../testing/sample-frames';
import { cellAt } from './heat-canvas';
import { HEAT_STEPS, heatStep } from './heat-scale';
import { readHeatmap, summarizeHeatmap, type Heatmap } from './heatmap-data';
import { timeLabels } from './time-labels';
import { valueBuckets } from './value-buckets';

const QUERY = { source: 'metrics', metric: 'a' };
const MINUTE = 60_000;
const END = 1_001 * MINUTE;
const WINDOW = { from: END - 3 * MINUTE, to: END + MINUTE };

const read = (frame: Frame, options = {}, most = 100): Heatmap => {
  const map = readHeatmap(frame, QUERY, options, { window: WINDOW, most });
  if (map === undefined) throw new Error('nothing to draw');
  return map;
};

const TWO = sampleFrame(
  END,
  { name: 'a', tags: { node: 'node-10' }, values: [1, 2, null, 4] },
  { name: 'a', tags: { node: 'node-9' }, values: [8, 8, 8, 8] },
);

describe('readHeatmap by series', () => {
  it('has a row for each series, sorted by name, and a column for each time', () => {
    const { rows, cells } = read(TWO);
    expect(rows.map(({ label }) => label)).toEqual(['node-9', 'node-10']);
    expect(cells).toEqual([
      [8, 8, 8, 8],
      [1, 2, null, 4],
    ]);
  });

  it('merges times if there is no room for each: to their mean, or the sum of totals', () => {
    expect(read(TWO, {}, 2).cells[1]).toEqual([1.5, 4]);
    const total = readHeatmap(TWO, { ...QUERY, aggregate: 'sum' }, {}, { window: WINDOW, most: 2 });
    expect(total?.cells[1]).toEqual([3, 4]);
  });

  it('has columns as wide as the interval of a series, if series have different times', () => {
    const times = [0, 1, 2, 3].flatMap((minute) => [0, 400].map((ms) => END - (3 - minute) * MINUTE + ms));
    const frame: Frame = {
      fields: [
        { name: 'time', type: 'time', values: times },
        { name: 'a', type: 'number', values: [1, null, 2, null, 3, null, 4, null] },
        { name: 'b', type: 'number', values: [null, 5, null, 6, null, 7, null, 8] },
      ],
    };
    expect(read(frame).columns).toMatchObject({ step: MINUTE, count: 4 });
    expect(read(frame).cells).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it('has a scale that starts at 0 if that is near, unless requested otherwise', () => {
    expect([read(TWO).low, read(TWO).high]).toEqual([0, 8]);
    expect([read(TWO, { min: 2, max: 20 }).low, read(TWO, { min: 2, max: 20 }).high]).toEqual([2, 20]);
    const close = sampleFrame(END, { name: 'x', values: [1013, 1017] }, { name: 'y', values: [1014, 1015] });
    expect([read(close).low, read(close).high]).toEqual([1013, 1017]);
    const same = sampleFrame(END, { name: 'x', values: [-5] }, { name: 'y', values: [-5] });
    expect(read(same).high).toBeGreaterThan(read(same).low);
  });

  it('is undefined without times', () => {
    const limits = { window: WINDOW, most: 10 };
    expect(readHeatmap(sampleRows({ a: 1 }), QUERY, {}, limits)).toBeUndefined();
  });
});

describe('readHeatmap by values', () => {
  it('counts the values in each interval, the highest at the top', () => {
    const frame = sampleFrame(END, { name: 'a', unit: 'ms', values: [0, 10, 10, 100] });
    const { rows, cells, counts } = read(frame);
    expect(counts).toBe(true);
    expect(rows.at(-1)?.label).toBe('0 – 10\u202fms');
    expect(cells.at(-1)).toEqual([1, null, null, null]);
    expect(cells.at(-2)).toEqual([null, 1, 1, null]);
    expect(cells[0]).toEqual([null, null, null, 1]);
  });

  it('is the default for one series, and counts all series if requested', () => {
    expect(read(TWO, { rows: 'values' }).counts).toBe(true);
    expect(read(sampleFrame(END, { values: [1, 2] }), { rows: 'series' }).rows).toHaveLength(1);
  });

  it('has a row even for one value', () => {
    expect(read(sampleFrame(END, { values: [42] })).rows.map(({ label }) => label)).toEqual(['42']);
  });
});

describe('valueBuckets', () => {
  const numbers = fc.array(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), { minLength: 1, maxLength: 50 });

  it('are few, and contain every value', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const buckets = valueBuckets(values);
        const { list } = buckets;
        expect(list.length).toBeGreaterThan(0);
        expect(list.length).toBeLessThanOrEqual(24);
        for (const value of values) {
          const bucket = list[buckets.indexOf(value)];
          const slack = (Math.abs(value) + (bucket ? bucket.to - bucket.from : 0)) * 1e-9;
          expect(bucket !== undefined && value >= bucket.from - slack && value <= bucket.to + slack).toBe(true);
        }
      }),
    );
  });
});

describe('heatStep', () => {
  it('is monotonic, and limited to the steps of the scale', () => {
    const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(heatStep(high, -10, 10)).toBeGreaterThanOrEqual(heatStep(low, -10, 10));
      }),
    );
    expect([heatStep(-99, 0, 1), heatStep(0, 0, 1), heatStep(1, 0, 1), heatStep(99, 0, 1)]).toEqual([
      0,
      0,
      HEAT_STEPS - 1,
      HEAT_STEPS - 1,
    ]);
  });
});

describe('cellAt', () => {
  const place = { width: 400, height: 100, window: WINDOW };

  it('returns the cell at a position', () => {
    expect(cellAt(read(TWO), place, { x: 10, y: 10 })).toEqual({ row: 0, column: 0 });
    expect(cellAt(read(TWO), place, { x: 399, y: 99 })).toEqual({ row: 1, column: 3 });
    expect(cellAt(read(TWO), place, { x: 10, y: 100 })).toBeUndefined();
  });
});

describe('timeLabels', () => {
  it('returns few round times within the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1_000, max: 3e10 }), (from, span) => {
        const labels = timeLabels({ from, to: from + span }, 6);
        expect(labels.length).toBeLessThanOrEqual(7);
        expect(labels.every(({ share }) => share >= 0 && share <= 1)).toBe(true);
      }),
    );
    const noon = new Date(2026, 2, 4, 12).getTime();
    const [first] = timeLabels({ from: noon - 20 * MINUTE, to: noon + 40 * MINUTE }, 1);
    expect(first?.time).toBe(noon);
  });
});

describe('summarizeHeatmap', () => {
  it('returns the highest value', () => {
    expect(summarizeHeatmap(TWO, QUERY, {})).toBe('highest of 2: node-9 8');
    expect(summarizeHeatmap(sampleFrame(END, { values: [null] }), QUERY, {})).toBeUndefined();
  });
});
