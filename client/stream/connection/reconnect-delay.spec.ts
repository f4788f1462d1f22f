import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ReconnectDelay } from './reconnect-delay';

const delays = (count: number, random = 0.5, first = 3_000): number[] => {
  const delay = new ReconnectDelay(
    () => random,
    () => first,
  );
  return Array.from({ length: count }, () => delay.next());
};

describe('ReconnectDelay', () => {
  it('grows by a factor of 1.5 up to 30 s', () => {
    expect(delays(9)).toEqual([3_000, 4_500, 6_750, 10_125, 15_187.5, 22_781.25, 30_000, 30_000, 30_000]);
  });

  it('stays within +-25 %', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(60), (random, n) => {
        const delay = delays(n + 1, random)[n] ?? 0;
        const middle = Math.min(3_000 * 1.5 ** n, 30_000);
        expect(delay).toBeGreaterThanOrEqual(middle * 0.75);
        expect(delay).toBeLessThanOrEqual(middle * 1.25);
      }),
    );
    expect(delays(1, 0)).toEqual([2_250]);
    expect(delays(1, 0.999)[0]).toBeCloseTo(3_748.5);
  });

  it('starts again from the first delay after a reset', () => {
    const delay = new ReconnectDelay(
      () => 0.5,
      () => 3_000,
    );
    delay.next();
    delay.next();
    delay.reset();
    expect(delay.next()).toBe(3_000);
  });

  it('starts with the configured delay, but at least 100 ms', () => {
    expect(delays(2, 0.5, 200)).toEqual([200, 300]);
    expect(delays(1, 0.5, 60_000)).toEqual([60_000]);
    expect(delays(1, 0.5, 0)).toEqual([100]);
  });
});
