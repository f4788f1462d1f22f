import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RANGE_MS, RANGES } from '../../wire/range.js';
import { AHEAD_MS, bucketsOver, MAX_ROWS, stepFor } from './buckets.js';

const DAY = 86_400_000;

describe('buckets', () => {
  it.each(RANGES)('divide a day, and give %s at least 200 and at most 599 rows', (range) => {
    const step = stepFor(RANGE_MS[range]);
    expect(DAY % step).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (to) => {
        const { count } = bucketsOver(to - RANGE_MS[range], to, step);
        expect(count).toBeGreaterThan(200);
        expect(count).toBeLessThan(MAX_ROWS);
      }),
    );
  });

  it('begin at multiples of their length and cover the span, and a minute ahead', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 1_000, max: 90 * DAY }),
        fc.integer({ min: 1_000, max: DAY }),
        (to, span, step) => {
          const { start, count } = bucketsOver(to - span, to, step);
          expect(Math.abs(start % step)).toBe(0);
          expect(start).toBeLessThanOrEqual(to - span);
          expect(start + step).toBeGreaterThan(to - span);
          expect(start + step * count).toBeGreaterThan(to + AHEAD_MS);
        },
      ),
    );
  });

  it('are as long as asked for, or longer where the rows would not do', () => {
    expect(stepFor(RANGE_MS['1h'], 420_000)).toBe(420_000);
    expect(stepFor(RANGE_MS['24h'], 1_000)).toBe(stepFor(RANGE_MS['24h']));
  });
});
