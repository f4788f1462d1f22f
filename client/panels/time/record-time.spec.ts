import { DAY_MS, MINUTE_MS } from '../../../wire/duration';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agoText, spanText, formatRecordTime, formatShortTime } from './record-time';

const NOON = new Date(2026, 2, 4, 12).getTime();

describe('agoText', () => {
  it.each([
    [0, 'just now'],
    [59_999, 'just now'],
    [-59_999, 'just now'],
    [4 * MINUTE_MS, '4 min ago'],
    [3 * DAY_MS, '3 d ago'],
    [729 * DAY_MS, '729 d ago'],
    [730 * DAY_MS, '2 y ago'],
    [-3 * DAY_MS, 'in 3 d'],
    [-9e12, 'in 285 y'],
  ])('formats %i ms ago as %s', (ms, text) => {
    expect(agoText(NOON - ms, NOON)).toBe(text);
  });

  it('changes at most once a minute', () => {
    const second = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), second, second, (minutes, a, b) => {
        const text = [a, b].map((seconds) => agoText(0, minutes * MINUTE_MS + seconds * 1_000));
        expect(text[0]).toBe(text[1]);
      }),
    );
  });
});

describe('spanText', () => {
  it.each([
    [5_000, 'under 1 min'],
    [-5_000, 'under 1 min'],
    [90 * MINUTE_MS, '1 h'],
    [1_000 * DAY_MS, '2 y'],
  ])('formats %i ms as %s', (ms, text) => {
    expect(spanText(NOON - ms, NOON)).toBe(text);
  });
});

describe('formatShortTime', () => {
  it('contains as much of the date as is needed', () => {
    expect(formatShortTime(NOON, NOON + MINUTE_MS)).toMatch(/^12:00:00/);
    expect(formatShortTime(NOON - DAY_MS, NOON)).toMatch(/^Mar 3, 12:00/);
    expect(formatShortTime(NOON - 400 * DAY_MS, NOON)).toBe('Jan 28, 2025');
    expect(formatRecordTime(NOON)).toMatch(/^Mar 4, 2026, 12:00:00/);
  });

  it.each([9e15, -9e15, NaN, Infinity])('is a dash for the invalid time %p', (at) => {
    expect([formatShortTime(at, NOON), formatRecordTime(at)]).toEqual(['–', '–']);
  });
});
