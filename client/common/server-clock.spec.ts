import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServerClock } from './server-clock';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const HOUR = 3_600_000;

describe('ServerClock', () => {
  let clock: ServerClock;

  beforeEach(() => {
    clock = new ServerClock();
  });

  it("equals the page's clock while the responses are consistent with it", () => {
    clock.update(NOON, NOON + 100, NOON + 180);
    clock.update(NOON, NOON + 990, NOON + 1_500);
    clock.update(NOON, NOON - 8_000, NOON + 7_000);
    expect(clock.aheadMs()).toBe(0);
  });

  it.each([
    ['behind', -5 * HOUR],
    ['ahead', 5 * HOUR],
  ])("measures the difference within a second when the page's clock is hours %s", (_, offset) => {
    clock.update(NOON, NOON + 300 + offset, NOON + 400 + offset);
    expect(clock.aheadMs()).toBeGreaterThanOrEqual(-offset - 1_000);
    expect(clock.aheadMs()).toBeLessThanOrEqual(-offset + 1_000);
  });

  it("follows a correction of the page's clock", () => {
    clock.update(NOON, NOON - HOUR, NOON - HOUR + 50);
    clock.update(NOON + 5_000, NOON + 5_000, NOON + 5_050);
    expect(Math.abs(clock.aheadMs())).toBeLessThanOrEqual(1_000);
  });

  it('ignores an invalid date', () => {
    clock.update(NaN, NOON, NOON);
    expect(clock.aheadMs()).toBe(0);
  });
});
