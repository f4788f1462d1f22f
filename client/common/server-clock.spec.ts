import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServerClock } from './server-clock';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const HOUR = 3_600_000;

describe("the server's clock", () => {
  let clock: ServerClock;

  beforeEach(() => {
    clock = new ServerClock();
  });

  it("is the page's while answers agree with it", () => {
    clock.heard(NOON, NOON + 100, NOON + 180);
    clock.heard(NOON, NOON + 990, NOON + 1_500);
    clock.heard(NOON, NOON - 8_000, NOON + 7_000);
    expect(clock.aheadMs()).toBe(0);
  });

  it.each([
    ['behind', -5 * HOUR],
    ['ahead', 5 * HOUR],
  ])("is found out, to a second, where the page's is hours %s", (_, wrong) => {
    clock.heard(NOON, NOON + 300 + wrong, NOON + 400 + wrong);
    expect(clock.aheadMs()).toBeGreaterThanOrEqual(-wrong - 1_000);
    expect(clock.aheadMs()).toBeLessThanOrEqual(-wrong + 1_000);
  });

  it("follows where the page's is set right", () => {
    clock.heard(NOON, NOON - HOUR, NOON - HOUR + 50);
    clock.heard(NOON + 5_000, NOON + 5_000, NOON + 5_050);
    expect(Math.abs(clock.aheadMs())).toBeLessThanOrEqual(1_000);
  });

  it('passes over a date that is none', () => {
    clock.heard(NaN, NOON, NOON);
    expect(clock.aheadMs()).toBe(0);
  });
});
