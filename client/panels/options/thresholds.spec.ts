import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundariesOf, formatLimit, checkThresholds, stateOf, thresholdsOf } from './thresholds';

describe('thresholds', () => {
  it('are read from valid options only', () => {
    expect(thresholdsOf({ thresholds: { warn: 70, crit: 90 } })).toEqual({ warn: 70, crit: 90 });
    expect(thresholdsOf({ thresholds: { crit: '90' } })).toBeUndefined();
    expect(thresholdsOf({ thresholds: [70, 90] })).toBeUndefined();
    expect(thresholdsOf({ thresholds: null })).toBeUndefined();
    expect(thresholdsOf({})).toBeUndefined();
  });

  it.each([
    [69.9, { warn: 70, crit: 90 }, 'ok'],
    [70, { warn: 70, crit: 90 }, 'warn'],
    [90, { warn: 70, crit: 90 }, 'crit'],
    [31, { warn: 30, crit: 15 }, 'ok'],
    [30, { warn: 30, crit: 15 }, 'warn'],
    [2, { warn: 30, crit: 15 }, 'crit'],
    [5, { crit: 4 }, 'crit'],
  ] as const)('%p under %j is %s', (value, thresholds, state) => {
    expect(stateOf(value, thresholds).state).toBe(state);
  });

  it('never get better for a worse value', () => {
    const rank = { ok: 0, warn: 1, crit: 2 };
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, number, number, (a, b, warn, crit) => {
        const [worse, better] = crit < warn ? [Math.min(a, b), Math.max(a, b)] : [Math.max(a, b), Math.min(a, b)];
        const state = (value: number): number => rank[stateOf(value, { warn, crit }).state];
        expect(state(worse)).toBeGreaterThanOrEqual(state(better));
      }),
    );
  });

  it('are boundaries that values reach from the good side', () => {
    expect(boundariesOf({ warn: 70, crit: 90 })).toEqual([
      { at: 70, reached: 'above' },
      { at: 90, reached: 'above' },
    ]);
    expect(boundariesOf({ warn: 30, crit: 15 }).map(({ reached }) => reached)).toEqual(['below', 'below']);
    expect(boundariesOf({ crit: 5 })).toEqual([{ at: 5, reached: 'above' }]);
  });

  it('are named when a value has reached them', () => {
    const ms = { unit: 'ms', locale: 'en-US' };
    expect(checkThresholds(320, { crit: 300 }, ms).text).toBe('≥ 300\u202fms');
    expect(checkThresholds(2, { warn: 8, crit: 4 }, ms).text).toBe('≤ 4\u202fms');
    expect(checkThresholds(2, { crit: 4 }, ms)).toEqual({ state: 'ok' });
  });

  it('are formatted as they were set, unless their unit makes the text too long', () => {
    const write = (limit: number, unit?: string): string =>
      formatLimit(limit, { unit, locale: 'en-US', boundaries: boundariesOf({ warn: limit }) }).replaceAll(
        '\u202f',
        ' ',
      );
    expect([write(19.996), write(99.996, 'percent'), write(1_500, 'ms')]).toEqual(['19.996', '99.996 %', '1.50 s']);
    expect(write(500_000_000, 'bytes')).toBe('476.8 MiB');
  });
});
