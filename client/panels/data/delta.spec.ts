import { describe, expect, it } from '@jest/globals';
import type { Range } from '../../../wire/range';
import { deltaOf } from './delta';

const HOUR = 3_600_000;
const over = (span: number, first: number, last: number, unit?: string, range: Range = '1h'): string | undefined => {
  const points = [
    { time: 0, value: first },
    { time: span, value: last },
  ];
  const delta = deltaOf(points, range, { unit, locale: 'en-US' });
  return delta && `${delta.direction} ${delta.amount ?? ''} vs. ${delta.since}`.replaceAll('\u202f', ' ');
};

describe('deltaOf', () => {
  it.each([
    [over(HOUR, 7484, 8412), 'up 12.4 % vs. 1 h ago'],
    [over(HOUR, 100, 50, 'ms'), 'down 50.0 % vs. 1 h ago'],
    [over(HOUR, 100, 300), 'up 200 % vs. 1 h ago'],
    [over(HOUR, 100, 350), 'up 250 vs. 1 h ago'],
    [over(HOUR, 100, 1000, 'ms'), 'up 900 ms vs. 1 h ago'],
    [over(HOUR, 19.99, 20.1, 'EUR'), 'up 0.55 % vs. 1 h ago'],
    [over(HOUR, 1.99, 20.1, 'EUR'), 'up €18.11 vs. 1 h ago'],
    [over(HOUR, 100, 200.2), 'up 100 % vs. 1 h ago'],
    [over(HOUR, -5, 5), 'up 10 vs. 1 h ago'],
    [over(HOUR, 5, -5.5), 'down 10.5 vs. 1 h ago'],
    [over(HOUR, -10, -20), 'down 100 % vs. 1 h ago'],
    [over(HOUR, 5, 0), 'down 100 % vs. 1 h ago'],
    [over(HOUR, 1e-300, 1), 'up 1 vs. 1 h ago'],
    [over(HOUR, 5e-324, 1), 'up 1 vs. 1 h ago'],
    [over(HOUR, 100, 100.004, 's'), 'same  vs. 1 h ago'],
    [over(HOUR, 1_000_000, 1_000_001, 'bytes'), 'same  vs. 1 h ago'],
    [over(HOUR, 1_000_000, 1_000_001, 'W'), 'same  vs. 1 h ago'],
    [over(HOUR, 100.2, 100.4, 'JPY'), 'up 0.20 % vs. 1 h ago'],
    [over(HOUR, 100_000, 100_001), 'up 1 vs. 1 h ago'],
    [over(HOUR, 12_345_678, 12_345_679), 'same  vs. 1 h ago'],
    [over(HOUR, 72.1234, 72.1236), 'same  vs. 1 h ago'],
    [over(HOUR, 0, 0.1 + 0.2, 'kW'), 'up 300 W vs. 1 h ago'],
    [over(HOUR, -1e308, 1.7e308), undefined],
    [over(HOUR, -10, -5), 'up 50.0 % vs. 1 h ago'],
    [over(HOUR, 0.23, 0.31, 'percent'), 'up 0.08 pp vs. 1 h ago'],
    [over(HOUR, 99.98, 100, 'percent'), 'up 0.02 pp vs. 1 h ago'],
    [over(HOUR, 72.1234567, 72.1312345, 'percent'), 'up 0.01 pp vs. 1 h ago'],
    [over(HOUR, 72.1234567, 72.1234568, 'percent'), 'same  vs. 1 h ago'],
    [over(HOUR, 0.2, 0.9, 'ratio'), 'up 70 pp vs. 1 h ago'],
    [over(HOUR, 20, 32, 'percent'), 'up 12 pp vs. 1 h ago'],
    [over(HOUR, 0, 21, 'ms'), 'up 21 ms vs. 1 h ago'],
    [over(HOUR, 5, 5), 'same  vs. 1 h ago'],
    [over(7 * 24 * HOUR, 1, 2, undefined, '7d'), 'up 100 % vs. 7 d ago'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it('has no more digits than the value', () => {
    const points = [20.123, 90.987].map((value, index) => ({ time: index * HOUR, value }));
    const amountOf = (unit: string, decimals: number): string | undefined =>
      deltaOf(points, '1h', { unit, decimals, locale: 'en-US' })?.amount?.replaceAll('\u202f', ' ');
    expect([amountOf('percent', 1), amountOf('percent', 0), amountOf('widgets', 0)]).toEqual([
      '70.9 pp',
      '71 pp',
      '71 widgets',
    ]);
  });

  it('names the time that the data really span', () => {
    expect(over(5 * 60_000, 1, 2)).toBe('up 100 % vs. 5 min ago');
  });

  it('says "earlier" in a fixed time range', () => {
    const window = { from: 0, to: HOUR };
    const points = [1, 2].map((value) => ({ time: (value - 1) * HOUR, value }));
    expect(deltaOf(points, window, { locale: 'en-US' })?.since).toBe('1 h earlier');
  });

  describe('compared with an earlier time', () => {
    /** One point every ten minutes for three hours: 0, 1, 2, …, 18. */
    const points = Array.from({ length: 19 }, (_, index) => ({ time: (index * HOUR) / 6, value: index }));
    const from = (ms: number, given = points): string | undefined => {
      const delta = deltaOf(given, '6h', { unit: 'widgets', locale: 'en-US' }, ms);
      return delta && `${delta.direction} ${delta.amount ?? ''} vs. ${delta.since}`.replaceAll('\u202f', ' ');
    };

    it.each([
      [HOUR, 'up 50.0 % vs. 1 h ago'],
      [65 * 60_000, 'up 63.6 % vs. 1 h ago'],
      [3 * HOUR, 'up 18 widgets vs. 3 h ago'],
      [3.2 * HOUR, 'up 18 widgets vs. 3 h ago'],
    ])('of %i ms before', (ms, expected) => {
      expect(from(ms)).toBe(expected);
    });

    it('is undefined if the data do not reach back that far', () => {
      expect([from(4 * HOUR), from(HOUR, []), from(HOUR, points.slice(-1))]).toEqual(Array(3).fill(undefined));
    });

    it('uses the last value before a gap', () => {
      const gap = [points[0], ...points.slice(16)].filter((point) => point !== undefined);
      expect(from(HOUR, gap)).toBe('up 18 widgets vs. 1 h ago');
    });
  });

  it('is undefined for yes and no', () => {
    expect(over(HOUR, 0, 1, 'bool')).toBeUndefined();
  });

  it('is undefined without two points', () => {
    expect(deltaOf([{ time: 0, value: 1 }], '1h', {})).toBeUndefined();
    expect(over(59_000, 1, 2)).toBeUndefined();
    expect(deltaOf([], '1h', {})).toBeUndefined();
  });
});
