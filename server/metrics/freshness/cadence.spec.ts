import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arrived, type Cadence, cadenceOf, SAMPLES, SPACING_MS } from './cadence.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** What is learnt of data that come after each of these pauses, `lag` old. */
function learntOf(pauses: readonly number[], lag = 0, before?: Cadence): number | undefined {
  let now = 0;
  let cadence = arrived(before, -lag, now);
  for (const pause of pauses) {
    const newestAt = now - lag;
    now += pause;
    cadence = arrived(cadence, newestAt, now);
  }
  return cadence.learntMs;
}

const every = (ms: number, count = SAMPLES): number[] => new Array<number>(count).fill(ms);

describe('a cadence', () => {
  it('is three times what is usual', () => {
    expect(learntOf(every(MINUTE))).toBe(3 * MINUTE);
    expect(learntOf(every(60 * MINUTE))).toBe(180 * MINUTE);
  });

  it('is not learnt of a few arrivals, nor within a few minutes', () => {
    expect(learntOf(every(MINUTE, SAMPLES - 1))).toBeUndefined();
    expect(learntOf(every(SECOND, 400))).toBeUndefined();
    expect(learntOf(every(SECOND, 600))).toBe(MINUTE);
  });

  it('allows for data that are old when they come', () => {
    expect(learntOf(every(MINUTE), 10 * MINUTE)).toBe(33 * MINUTE);
  });

  it('knows no rhythm after a long silence, and learns anew', () => {
    expect(learntOf([...every(MINUTE), 7 * 60 * MINUTE])).toBeUndefined();
    expect(learntOf([...every(MINUTE), 7 * 60 * MINUTE, ...every(2 * MINUTE)])).toBe(6 * MINUTE);
  });

  it('outlives an outage, and a change of rhythm ends it until the new one is known', () => {
    expect(learntOf([...every(MINUTE), 60 * MINUTE, MINUTE])).toBe(3 * MINUTE);
    expect(learntOf([...every(MINUTE), ...every(10 * MINUTE, 3)])).toBeUndefined();
    expect(learntOf([...every(MINUTE), ...every(10 * MINUTE)])).toBe(30 * MINUTE);
  });

  it('goes on where an earlier life of the process left it', () => {
    expect(learntOf([MINUTE], 0, cadenceOf(3 * MINUTE, -MINUTE))).toBe(3 * MINUTE);
    expect(learntOf(every(10 * MINUTE, 3), 0, cadenceOf(3 * MINUTE, -MINUTE))).toBeUndefined();
  });

  it('tolerates jitter, is never broken by it, and hardly moves with it', () => {
    const jitter = fc.array(fc.integer({ min: 45, max: 75 }), { minLength: SAMPLES, maxLength: 60 });
    fc.assert(
      fc.property(jitter, (seconds) => {
        const learnt = learntOf(seconds.map((each) => each * SECOND)) as number;
        expect(1.5 * learnt).toBeGreaterThan(75 * SECOND);
        expect(learnt).toBeLessThanOrEqual(3 * 75 * SECOND);
      }),
    );
  });

  it('is never learnt of pauses of any length', () => {
    // As of people who push by hand, and of events: exponentially distributed, and far apart.
    const pause = fc.integer({ min: 1, max: 1_000_000 }).map((chance) => -Math.log(chance / 1e6) * 30 * MINUTE);
    const pauses = fc.array(pause, { minLength: SAMPLES, maxLength: 200 });
    const flaps = (list: readonly number[]): boolean =>
      list.some((_, index) => learntOf(list.slice(Math.max(0, index - SAMPLES), index)) !== undefined);
    const seen = fc.sample(fc.noShrink(pauses), { numRuns: 300, seed: 1 }).filter(flaps);
    expect(seen).toEqual([]);
  });

  it('costs nothing between two arrivals that count', () => {
    const cadence = arrived(undefined, 0, 0);
    expect(arrived(cadence, 0, SPACING_MS - 1)).toBe(cadence);
    expect(arrived(cadence, 0, SPACING_MS)).not.toBe(cadence);
  });
});
