import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isoOf, parseTime } from './time.js';

const NOW = Date.UTC(2026, 0, 31, 12) * 1_000;
const DAY = 86_400_000_000;

describe('parseTime', () => {
  it.each([
    [0, 0],
    [1_700_000_000, 1_700_000_000_000_000],
    [1_700_000_000.123456, 1_700_000_000_123_456],
    [99_999_999_999 / 100, 999_999_999_990_000],
    [1_700_000_000_000, 1_700_000_000_000_000],
    [1_700_000_000_000.5, 1_700_000_000_000_500],
    [1_700_000_000_000_001, 1_700_000_000_000_001],
    [1_700_000_000_000_000_000, 1_700_000_000_000_000],
  ])('tells the unit of %d by its size', (time, micros) => {
    expect(parseTime(time, NOW)).toBe(micros);
  });

  it.each([
    ['2026-01-31T12:00:00Z', NOW],
    ['2026-01-31t12:00:00z', NOW],
    ['2026-01-31T12:00Z', NOW],
    ['2026-01-31T13:30:00+01:30', NOW],
    ['2026-01-31T07:00:00-0500', NOW],
    ['2026-01-31T14:00:00+02', NOW],
    ['2026-01-31T12:00:00.000001Z', NOW + 1],
    ['2026-01-31T12:00:00,5Z', NOW + 500_000],
    ['2026-01-31', NOW - DAY / 2],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29) * 1_000],
  ])('reads %s', (text, micros) => {
    expect(parseTime(text, NOW)).toBe(micros);
  });

  it.each([
    'yesterday',
    '',
    '2026-01-31T12:00:00',
    '2026-1-31T12:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T12:60:00Z',
    '2026-01-31T12:00:00+25:00',
    '1700000000',
    null,
    true,
    {},
    Infinity,
    NaN,
  ])('refuses %j', (time) => {
    expect(parseTime(time, NOW)).toMatch(/ISO 8601 with a zone/);
  });

  it('refuses what lies before 1970 or more than a day ahead', () => {
    expect(parseTime(-1, NOW)).toMatch(/1970/);
    expect(parseTime('1969-12-31T23:59:59Z', NOW)).toMatch(/1970/);
    expect(parseTime(NOW + DAY, NOW)).toBe(NOW + DAY);
    expect(parseTime(NOW + DAY + 1, NOW)).toMatch(/24 h ahead/);
    expect(parseTime(1e300, NOW)).toMatch(/24 h ahead/);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: NOW / 1_000 }), (ms) => {
        expect(parseTime(isoOf(ms * 1_000), NOW)).toBe(ms * 1_000);
      }),
    );
  });
});
