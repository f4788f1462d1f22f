import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lengthOf, LONGEST_WINDOW_MS } from '../../wire/range';
import { MAX_FUTURE_MS, earlier, later, zoomedOut } from './shift-window';

const NOW = Date.UTC(2026, 10, 23, 12);

const windows = fc
  .record({
    to: fc.integer({ min: 1_000, max: NOW + MAX_FUTURE_MS }),
    length: fc.integer({ min: 1_000, max: LONGEST_WINDOW_MS }),
  })
  .map(({ to, length }) => ({ from: Math.max(0, to - length), to }));

describe('a fixed time range', () => {
  it('moves by half of its length', () => {
    expect(earlier({ from: 100, to: 200 })).toEqual({ from: 50, to: 150 });
    expect(later({ from: 100, to: 200 }, NOW)).toEqual({ from: 150, to: 250 });
  });

  it('is doubled around its middle when zoomed out, but not into the future', () => {
    expect(zoomedOut({ from: 100, to: 200 }, NOW)).toEqual({ from: 50, to: 250 });
    expect(zoomedOut({ from: NOW - 100, to: NOW }, NOW)).toEqual({ from: NOW - 200, to: NOW });
  });

  it('never exceeds what the server accepts', () => {
    fc.assert(
      fc.property(windows, (window) => {
        for (const moved of [earlier(window), later(window, NOW), zoomedOut(window, NOW)]) {
          expect(moved.from).toBeGreaterThanOrEqual(0);
          expect(moved.to).toBeGreaterThan(moved.from);
          expect(moved.to).toBeLessThanOrEqual(NOW + MAX_FUTURE_MS);
          expect(lengthOf(moved)).toBeLessThanOrEqual(LONGEST_WINDOW_MS);
          expect([moved.from, moved.to].every(Number.isInteger)).toBe(true);
        }
      }),
    );
  });

  it('is the same after moving earlier and later', () => {
    expect(later(earlier({ from: 1_000, to: 2_000 }), NOW)).toEqual({ from: 1_000, to: 2_000 });
  });
});
