import { describe, expect, it } from '@jest/globals';
import type { Frame } from '../../../../wire/schemas/frame';
import { sampleFrame, sampleRows } from '../../testing/sample-frames';
import { readBars, summarizeBars } from './bars-data';

const QUERY = { source: 'metrics', metric: 'a' };
const COUNTRIES: Frame = {
  fields: [
    { name: 'country', type: 'string', values: ['Poland', 'Germany', 'France', 'Spain'] },
    { name: 'orders', type: 'number', values: [988, 1824, 1349, null] },
  ],
};
const MOUNTS = sampleFrame(
  0,
  { name: 'disk', unit: 'percent', tags: { mount: '/b10' }, values: [10, 50] },
  { name: 'disk', unit: 'percent', tags: { mount: '/b9' }, values: [90, null] },
);

const rows = (...given: Parameters<typeof readBars>): string[] =>
  readBars(...given).bars.map(({ label, text }) => `${label} ${text}`);

describe('readBars', () => {
  it('shows the largest rows first and skips rows without a value', () => {
    expect(rows(COUNTRIES, QUERY, {})).toEqual(['Germany 1,824', 'France 1,349', 'Poland 988']);
    expect(rows(COUNTRIES, QUERY, { limit: 1 })).toEqual(['Germany 1,824']);
    expect(readBars(COUNTRIES, QUERY, {}).bars[0]?.to).toBe(1);
  });

  it('leaves out ended series unless all have ended', () => {
    const [a, b] = [
      { tags: { host: 'a' }, values: [1] },
      { tags: { host: 'b' }, values: [2], endedAt: 0 },
    ];
    expect(rows(sampleFrame(0, a, b), QUERY, {})).toEqual(['a 1']);
    expect(rows(sampleFrame(0, { ...a, endedAt: 0 }, b), QUERY, {})).toEqual(['b 2', 'a 1']);
    expect(rows(sampleFrame(0, { ...a, values: [null] }, b), QUERY, {})).toEqual(['b 2']);
  });

  it('keeps the key of a row when the source reorders rows', () => {
    const keys = (names: string[]): string[] => {
      const values = names.map((_, row) => 10 - row);
      const frame: Frame = {
        fields: [
          { name: 'name', type: 'string', values: names },
          { name: 'value', type: 'number', values },
        ],
      };
      return readBars(frame, QUERY, {}).bars.map(({ key }) => key);
    };
    const [a, b, again] = keys(['a', 'b', 'a']);
    expect(keys(['b', 'a', 'a'])).toEqual([b, a, again]);
    expect(new Set([a, b, again]).size).toBe(3);
  });

  it('shows the last value of each series', () => {
    expect(rows(MOUNTS, QUERY, {})).toEqual(['/b9 90\u202f%', '/b10 50\u202f%']);
    expect(readBars(MOUNTS, QUERY, {}).bars[0]).toMatchObject({ from: 0, to: 0.9 });
  });

  it('formats each series in its own unit', () => {
    const frame = sampleFrame(0, { name: 'a', unit: 'bytes', values: [3] }, { name: 'b', unit: 'USD', values: [6] });
    expect(rows(frame, QUERY, {})).toEqual(['b $6', 'a 3\u202fB']);
    expect(rows(frame, QUERY, { unit: 'ms' })).toEqual(['b 6\u202fms', 'a 3\u202fms']);
  });

  it('sums the values of series of totals', () => {
    const frame = sampleFrame(0, { name: 'a', values: [1, 2] }, { name: 'b', values: [3, 4] });
    expect(rows(frame, { ...QUERY, aggregate: 'sum' }, {})).toEqual(['b 7', 'a 3']);
  });

  it('sorts rows by name if requested', () => {
    expect(rows(MOUNTS, QUERY, { sort: 'name' })).toEqual(['/b9 90\u202f%', '/b10 50\u202f%']);
    expect(rows(COUNTRIES, QUERY, { sort: 'name' })[0]).toBe('France 1,349');
  });

  it('limits bars to the requested maximum', () => {
    expect(readBars(COUNTRIES, QUERY, { max: 1000 }).bars.map(({ to }) => to)).toEqual([1, 1, 0.988]);
  });

  it('scales percentages to 100 %, in all their units', () => {
    const of = (unit: string, value: number): number | undefined =>
      readBars(sampleFrame(0, { unit, values: [value] }), QUERY, {}).bars[0]?.to;
    expect([of('percent', 40), of('%', 40), of('ratio', 0.4), of('ms', 40)]).toEqual([0.4, 0.4, 0.4, 1]);
  });

  const ends = (values: number[], options = {}): number[][] =>
    readBars(sampleRows(Object.fromEntries(values.map((value, row) => [`r${row}`, value]))), QUERY, options).bars.map(
      ({ from, to }) => [from, to],
    );

  it('draws negative values from 0 in the other direction', () => {
    expect(ends([30, -10])).toEqual([
      [0.25, 1],
      [0, 0.25],
    ]);
    expect(ends([-5, -10])).toEqual([
      [0.5, 1],
      [0, 1],
    ]);
    expect(ends([1e308, -1e308])).toEqual([
      [0.5, 1],
      [0, 0.5],
    ]);
  });

  it('starts at the requested minimum', () => {
    expect(ends([65, 55, 40], { min: 50, max: 70 })).toEqual([
      [0, 0.75],
      [0, 0.25],
      [0, 0],
    ]);
    expect(ends([65], { min: 70, max: 50 })).toEqual([[0, 0.75]]);
    expect(ends([0, 0])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('gives each row its state', () => {
    const { bars } = readBars(MOUNTS, QUERY, { thresholds: { warn: 40, crit: 80 } });
    expect(bars.map(({ state }) => state)).toEqual(['crit', 'warn']);
  });

  it('shows the smallest rows first if low values are bad, and returns the states of rows without a bar', () => {
    const options = { thresholds: { warn: 1500, crit: 1000 }, limit: 2 };
    expect(rows(COUNTRIES, QUERY, options)).toEqual(['Poland 988', 'France 1,349']);
    expect(readBars(COUNTRIES, QUERY, options).states).toEqual(['crit', 'warn', 'ok']);
  });
});

describe('summarizeBars', () => {
  it('returns the first three bars', () => {
    expect(summarizeBars(COUNTRIES, QUERY, {})).toBe('Germany 1,824, France 1,349, Poland 988');
  });
});
