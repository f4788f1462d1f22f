import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleFrame } from '../../testing/sample-frames';
import { readGauge } from './gauge-data';

const QUERY = { source: 'metrics', metric: 'a' };
const of = (value: number, unit?: string): ReturnType<typeof sampleFrame> => sampleFrame(0, { unit, values: [value] });

describe('readGauge', () => {
  it('ends at 100 for percentages', () => {
    expect(readGauge(of(72.25, 'percent'), QUERY, {})).toMatchObject({ text: '72.25\u202f%', max: 100, share: 0.7225 });
    expect(readGauge(of(0.5, 'ratio'), QUERY, {})).toMatchObject({ text: '50\u202f%', max: 1, share: 0.5 });
    expect(readGauge(of(15, 'percent'), { ...QUERY, aggregate: 'count' }, {})).toMatchObject({ text: '15', max: 20 });
  });

  it('formats a percentage like a number panel', () => {
    const text = (value: number, unit: string, options = {}): string | undefined =>
      readGauge(of(value, unit), QUERY, options)?.text.replace('\u202f', ' ');
    expect(text(0.04, 'percent')).toBe('0.04 %');
    expect(text(-0.4, 'percent')).toBe('−0.4 %');
    expect(text(0.0004, 'ratio')).toBe('0.04 %');
    expect(text(0.6, 'percent')).toBe('0.6 %');
    expect(text(99.99, 'percent')).toBe('99.99 %');
    expect(text(99.99, 'percent', { decimals: 0 })).toBe('99 %');
    expect(text(0, 'percent')).toBe('0 %');
    expect(text(0.04, 'percent', { decimals: 0 })).toBe('0 %');
  });

  it('ends at a round number above the value for other units', () => {
    expect([3, 18, 49, 99, 1000].map((value) => readGauge(of(value), QUERY, {})?.max)).toEqual([5, 20, 50, 100, 1000]);
  });

  it('has the requested ends', () => {
    expect(readGauge(of(15), QUERY, { min: 10, max: 20 })).toMatchObject({ min: 10, max: 20, share: 0.5 });
  });

  it('marks the range of each state', () => {
    const reading = readGauge(of(95, 'percent'), QUERY, { thresholds: { warn: 70, crit: 90 } });
    expect(reading).toMatchObject({
      thresholdResult: { state: 'crit' },
      zones: [
        { from: 0.7, to: 0.9, state: 'warn' },
        { from: 0.9, to: 1, state: 'crit' },
      ],
    });
    const low = readGauge(of(50, 'percent'), QUERY, { thresholds: { warn: 30, crit: 10 } });
    expect(low?.zones).toEqual([
      { from: 0.1, to: 0.3, state: 'warn' },
      { from: 0, to: 0.1, state: 'crit' },
    ]);
  });

  it('includes negative values in its scale', () => {
    expect(readGauge(of(-67, 'dBm'), QUERY, {})).toMatchObject({ min: -100, max: 0, share: 0.33 });
    expect(readGauge(sampleFrame(0, { values: [-3, 40, 8] }), QUERY, {})).toMatchObject({ min: -5, max: 50 });
    expect(readGauge(of(0), QUERY, {})).toMatchObject({ min: 0, max: 1, share: 0 });
  });

  it('keeps its scale while values stay within it', () => {
    const ends = (...values: number[]): unknown => readGauge(sampleFrame(0, { values }), QUERY, {})?.max;
    expect([ends(101, 60, 99), ends(60, 99, 101), ends(101, 99, 4)]).toEqual([200, 200, 200]);
  });

  it('keeps its scale when the highest value leaves the range, unless it was much higher', () => {
    const after = (value: number, max: number): unknown => readGauge(of(value), QUERY, {}, { min: 0, max })?.max;
    expect([after(99, 200), after(101, 100), after(4, 200)]).toEqual([200, 200, 5]);
  });

  it('labels its ends, and marks values beyond them', () => {
    const ends = (value: number): unknown => readGauge(of(value, 'percent'), QUERY, {})?.ends;
    expect([ends(50), ends(150), ends(-20)]).toEqual([
      ['0', '100\u202f%'],
      ['0', '> 100\u202f%'],
      ['< 0', '100\u202f%'],
    ]);
  });

  it('ends at a power of two for bytes', () => {
    expect(readGauge(of(1_234_567, 'bytes'), QUERY, {})).toMatchObject({ max: 2 ** 21, ends: ['0', '2\u202fMiB'] });
  });

  it('keeps a requested end if all values are beyond it', () => {
    const ends = (value: number, options: Record<string, unknown>): unknown => {
      const { min, max, ends: written } = readGauge(of(value), QUERY, options) ?? {};
      return [min, max, written?.some((end) => /[<>]/.test(end))];
    };
    expect(ends(5, { min: 50 })).toEqual([50, 100, true]);
    expect(ends(5, { max: -5 })).toEqual([-10, -5, true]);
    expect(ends(-5, { min: 0 })).toEqual([0, 1, true]);
    expect(ends(5, { max: 0 })).toEqual([-1, 0, true]);
    expect(ends(60, { min: 50 })).toEqual([50, 100, false]);
  });

  it('includes the thresholds in a scale without requested ends', () => {
    expect(readGauge(of(5), QUERY, { thresholds: { warn: 80, crit: 90 } })).toMatchObject({ max: 100, share: 0.05 });
    const low = readGauge(of(-5), QUERY, { thresholds: { warn: -10, crit: -18 } });
    expect([low?.min, low?.zones.length]).toEqual([-20, 2]);
  });

  it('leaves a long unit out of the labels of its ends', () => {
    expect(readGauge(of(5, 'milliliters per hour'), QUERY, {})?.ends).toEqual(['0', '5']);
  });

  it('accepts ends in either order', () => {
    expect(readGauge(of(15), QUERY, { min: 20, max: 10 })).toMatchObject({ min: 10, max: 20, share: 0.5 });
  });

  it('combines several series into one value with its unit, and notes it', () => {
    const frame = sampleFrame(
      0,
      { tags: { host: 'a' }, unit: 'bytes', values: [5, null] },
      { tags: { host: 'b' }, unit: 'percent', values: [null, 20] },
      { tags: { host: 'c' }, unit: 'percent', values: [null, 40] },
    );
    expect(readGauge(frame, QUERY, {})).toMatchObject({ text: '20\u202f%', max: 100, note: 'newest of 3 series' });
    expect(readGauge(frame, QUERY, { combine: 'max' })).toBeUndefined();
    const alike = { fields: frame.fields.filter(({ unit }) => unit !== 'bytes') };
    expect(readGauge(alike, QUERY, { combine: 'avg' })).toMatchObject({ share: 0.3, note: 'average of 2 series' });
  });

  it('keeps every value between its ends', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, number, (value, min, max) => {
        const share = readGauge(of(value), QUERY, { min, max })?.share ?? -1;
        expect(share >= 0 && share <= 1).toBe(true);
      }),
      { examples: [[1e308, -1e308, 1.7e308]] },
    );
  });
});
