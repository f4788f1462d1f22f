import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agoText, spanText, writeDateTime, writeMoment } from './record-time';

const NOON = new Date(2026, 2, 4, 12).getTime();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('agoText', () => {
  it.each([
    [0, 'just now'],
    [59_999, 'just now'],
    [-59_999, 'just now'],
    [4 * MINUTE, '4 min ago'],
    [3 * DAY, '3 d ago'],
    [729 * DAY, '729 d ago'],
    [730 * DAY, '2 y ago'],
    [-3 * DAY, 'in 3 d'],
    [-9e12, 'in 285 y'],
  ])('calls what was %i ms ago %s', (ms, words) => {
    expect(agoText(NOON - ms, NOON)).toBe(words);
  });

  it('stands still for a minute at least', () => {
    const second = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), second, second, (minutes, a, b) => {
        const words = [a, b].map((seconds) => agoText(0, minutes * MINUTE + seconds * 1_000));
        expect(words[0]).toBe(words[1]);
      }),
    );
  });
});

describe('spanText', () => {
  it.each([
    [5_000, 'under 1 min'],
    [-5_000, 'under 1 min'],
    [90 * MINUTE, '1 h'],
    [1_000 * DAY, '2 y'],
  ])('calls %i ms %s', (ms, words) => {
    expect(spanText(NOON - ms, NOON)).toBe(words);
  });
});

describe('writing times', () => {
  it('says as much of the day as is not plain', () => {
    expect(writeMoment(NOON, NOON + MINUTE)).toMatch(/^12:00:00/);
    expect(writeMoment(NOON - DAY, NOON)).toMatch(/^Mar 3, 12:00/);
    expect(writeMoment(NOON - 400 * DAY, NOON)).toBe('Jan 28, 2025');
    expect(writeDateTime(NOON)).toMatch(/^Mar 4, 2026, 12:00:00/);
  });

  it.each([9e15, -9e15, NaN, Infinity])('is a dash for %p, which is no time', (at) => {
    expect([writeMoment(at, NOON), writeDateTime(at)]).toEqual(['–', '–']);
  });
});
