import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatClock, formatMinute, formatSpan } from './format-time';

const NOON = new Date(2026, 2, 4, 12, 0, 0).getTime();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('formatSpan', () => {
  it.each([
    [-5_000, '0 s'],
    [59_999, '59 s'],
    [MINUTE, '1 min'],
    [3 * MINUTE + 59_000, '3 min'],
    [60 * MINUTE, '1 h'],
    [47 * 60 * MINUTE, '47 h'],
    [2 * DAY, '2 d'],
  ])('formats %i ms as %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });

  it('never rounds up', () => {
    const units: Record<string, number> = { s: 1_000, min: MINUTE, h: 60 * MINUTE, d: DAY };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * DAY }), (ms) => {
        const [count = '', unit = ''] = formatSpan(ms).split(' ');
        expect(Number(count) * (units[unit] ?? NaN)).toBeLessThanOrEqual(ms);
      }),
    );
  });
});

describe('formatClock', () => {
  it('returns only the time today, and the date and time otherwise', () => {
    expect(formatClock(NOON, NOON + MINUTE, 'de-DE')).toBe('12:00:00');
    expect(formatClock(NOON - DAY, NOON, 'en-US')).toMatch(/Mar 3/);
  });
});

describe('formatMinute', () => {
  it('returns only the time today, and otherwise the date, with the year if it is not the current one', () => {
    expect(formatMinute(NOON, NOON + MINUTE, 'de-DE')).toBe('12:00');
    expect(formatMinute(NOON - DAY, NOON, 'en-US')).toMatch(/^Mar 3, 12:00/);
    expect(formatMinute(NOON - 400 * DAY, NOON, 'en-US')).toMatch(/^Jan 28, 2025/);
  });
});
