import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advance } from './retention-clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 0, 1);

/** Returns the trusted time after the clock was read at these times (ms since `NOW`). */
function trustedAfter(...times: number[]): number {
  let state: Parameters<typeof advance>[0] = { trusted: NOW };
  for (const time of times) state = advance(state, NOW + time);
  return state.trusted - NOW;
}

function eachMinute(from: number, length: number): number[] {
  return Array.from({ length: length / MINUTE + 1 }, (_, index) => from + index * MINUTE);
}

describe('RetentionClock', () => {
  it('follows a clock that advances normally or is set back', () => {
    expect(trustedAfter(...eachMinute(0, 3 * HOUR))).toBe(3 * HOUR);
    expect(trustedAfter(2 * MINUTE, -400 * DAY)).toBe(-400 * DAY);
  });

  it('does not trust a clock that is briefly far ahead', () => {
    expect(trustedAfter(400 * DAY, 400 * DAY + MINUTE)).toBe(0);
    expect(trustedAfter(400 * DAY, 400 * DAY + MINUTE, 2 * MINUTE)).toBe(2 * MINUTE);
  });

  it('trusts a jump after the clock was consistent for 6 hours', () => {
    const jump = eachMinute(30 * DAY, 6 * HOUR);
    expect(trustedAfter(...jump.slice(0, -1))).toBe(0);
    expect(trustedAfter(...jump)).toBe(30 * DAY + 6 * HOUR);
  });

  it('trusts the clock of a machine that runs for some hours each day', () => {
    expect(trustedAfter(3 * DAY, 3 * DAY + 2 * HOUR, 4 * DAY)).toBe(4 * DAY);
  });

  it('treats a second wrong clock as another jump', () => {
    expect(trustedAfter(400 * DAY, 800 * DAY)).toBe(0);
    expect(trustedAfter(400 * DAY, 399 * DAY)).toBe(0);
  });

  it('is never ahead of the clock, and never trusts more than an unconfirmed hour', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000, max: 100_000 }), { maxLength: 20 }), (minutes) => {
        let state: Parameters<typeof advance>[0] = { trusted: NOW };
        for (const minute of minutes) {
          const now = NOW + minute * MINUTE;
          const next = advance(state, now);
          expect(next.trusted).toBeLessThanOrEqual(Math.max(now, state.trusted));
          if (now > state.trusted + HOUR && state.jump === undefined) expect(next.trusted).toBe(state.trusted);
          state = next;
        }
      }),
    );
  });
});
