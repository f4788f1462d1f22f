import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleFrame } from '../testing/samples';
import { readGauge } from './gauge-data';

const QUERY = { source: 'metrics', metric: 'a' };
const of = (value: number, unit?: string): ReturnType<typeof sampleFrame> => sampleFrame(0, { unit, values: [value] });

describe('readGauge', () => {
  it('goes to 100 for percentages, in whole numbers', () => {
    expect(readGauge(of(72.25, 'percent'), QUERY, {})).toMatchObject({ text: '72\u202f%', max: 100, share: 0.7225 });
    expect(readGauge(of(0.5, 'ratio'), QUERY, {})).toMatchObject({ text: '50\u202f%', max: 1, share: 0.5 });
    expect(readGauge(of(15, 'percent'), { ...QUERY, aggregate: 'count' }, {})).toMatchObject({ text: '15', max: 20 });
  });

  it('goes to a round number above the value otherwise', () => {
    expect([3, 18, 49, 99, 1000].map((value) => readGauge(of(value), QUERY, {})?.max)).toEqual([5, 20, 50, 100, 1000]);
  });

  it('goes from and to what was asked for', () => {
    expect(readGauge(of(15), QUERY, { min: 10, max: 20 })).toMatchObject({ min: 10, max: 20, share: 0.5 });
  });

  it('marks where a state begins', () => {
    const reading = readGauge(of(95, 'percent'), QUERY, { thresholds: { warn: 70, crit: 90 } });
    expect(reading).toMatchObject({
      judgement: { state: 'crit' },
      limits: [
        { share: 0.7, state: 'warn' },
        { share: 0.9, state: 'crit' },
      ],
    });
  });

  it('shows several series as one value, of the unit of that, and says so', () => {
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

  it('stays between its ends', () => {
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
