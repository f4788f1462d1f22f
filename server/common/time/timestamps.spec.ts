import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_US, measuredTimeProblem, usToIso, parseTimeUs } from './timestamps.js';

const NOW_US = Date.UTC(2026, 0, 31, 12) * 1_000;

describe('parseTimeUs', () => {
  it.each([
    [0, 0],
    [1_700_000_000, 1_700_000_000_000_000],
    [1_700_000_000.123456, 1_700_000_000_123_456],
    [99_999_999_999 / 100, 999_999_999_990_000],
    [1_700_000_000_000, 1_700_000_000_000_000],
    [1_700_000_000_000.5, 1_700_000_000_000_500],
    [1_700_000_000_000_001, 1_700_000_000_000_001],
    [1_700_000_000_000_000_000, 1_700_000_000_000_000],
  ])('determines the unit of %d by its size', (time, timeUs) => {
    expect(parseTimeUs(time, NOW_US)).toBe(timeUs);
  });

  it.each([
    ['2026-01-31T12:00:00Z', NOW_US],
    ['2026-01-31t12:00:00z', NOW_US],
    ['2026-01-31T12:00Z', NOW_US],
    ['2026-01-31T13:30:00+01:30', NOW_US],
    ['2026-01-31T07:00:00-0500', NOW_US],
    ['2026-01-31T14:00:00+02', NOW_US],
    ['2026-01-31T12:00:00.000001Z', NOW_US + 1],
    ['2026-01-31T12:00:00,5Z', NOW_US + 500_000],
    ['2026-01-31', NOW_US - DAY_US / 2],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29) * 1_000],
    ['2026-01-31 12:00:00Z', NOW_US],
    ['2026-01-31 12:00:00.000000+00:00', NOW_US],
    ['2026-01-31 13:00:00 +0100', NOW_US],
    ['2026-01-31T12:00:00-00:00', NOW_US],
    ['2026-01-31T12:00:00.0000010000Z', NOW_US + 1],
    [`2026-01-31T12:00:00.${'9'.repeat(400)}Z`, NOW_US + 1_000_000],
    ['2025-12-31T20:00:00-05:00', Date.UTC(2026, 0, 1, 1) * 1_000],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1) * 1_000],
    ['2015-06-30T23:59:60.25Z', Date.UTC(2015, 6, 1) * 1_000 + 250_000],
    ['2017-01-01T00:59:60+01:00', Date.UTC(2017, 0, 1) * 1_000],
  ])('reads %s', (text, timeUs) => {
    expect(parseTimeUs(text, NOW_US)).toBe(timeUs);
  });

  it.each([
    'yesterday',
    '',
    '2026-01-31T12:00:00',
    '2026-1-31T12:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T12:00:60Z',
    '2025-03-31T23:59:60Z',
    '2016-12-31T23:59:61Z',
    '2016-12-31T23:59:60+01:00',
    '2016-12-31T23:58:60Z',
    '20260131T120000Z',
    '2026-01-31  12:00:00Z',
    '2026-01-31T12:00:00.Z',
    '+010000-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '0000-01-01T00:00:00+99:00',
    '2026-01-31T12:60:00Z',
    '2026-01-31T12:00:00+25:00',
    '1700000000',
    null,
    true,
    {},
    Infinity,
    NaN,
  ])('rejects %j', (time) => {
    expect(parseTimeUs(time, NOW_US)).toMatch(/ISO 8601 with a zone/);
  });

  it.each(['2026-01-31T12:00:00', '2026-01-31 12:00', '2026-01-31t12:00:00.5'])('says what %s lacks', (time) => {
    expect(parseTimeUs(time, NOW_US)).toMatch(/add 'Z'/);
  });

  it('rejects times before 1970 or more than a day ahead', () => {
    expect(parseTimeUs(-1, NOW_US)).toMatch(/1970/);
    expect(parseTimeUs('1969-12-31T23:59:59Z', NOW_US)).toMatch(/1970/);
    expect(parseTimeUs(NOW_US + DAY_US, NOW_US)).toBe(NOW_US + DAY_US);
    expect(parseTimeUs(NOW_US + DAY_US + 1, NOW_US)).toMatch(/24 h ahead/);
    expect(parseTimeUs(1e300, NOW_US)).toMatch(/24 h ahead/);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: NOW_US / 1_000 }), (ms) => {
        expect(parseTimeUs(usToIso(ms * 1_000), NOW_US)).toBe(ms * 1_000);
      }),
    );
  });
});

describe('measuredTimeProblem', () => {
  const ALL = { nowUs: NOW_US };

  it.each([0, 1.7e9, 1.7e12, 1.7e15, 31_535_999_999_999].map((time) => time / 1_000))(
    'rejects %d µs, a time in 1970, and names the likely cause',
    (time) => {
      expect(measuredTimeProblem(Math.round(time), ALL)).toMatch(/1970-.*wrong unit/);
    },
  );

  it('rejects times older than the retention, and invalid times', () => {
    expect(measuredTimeProblem(NOW_US - DAY_US, { nowUs: NOW_US, oldestUs: NOW_US - DAY_US })).toBeUndefined();
    expect(measuredTimeProblem(NOW_US - DAY_US - 1, { nowUs: NOW_US, oldestUs: NOW_US - DAY_US })).toMatch(
      /older than anything that is kept/,
    );
    expect(measuredTimeProblem(Date.UTC(1971, 0, 1) * 1_000, ALL)).toBeUndefined();
    expect(measuredTimeProblem(NOW_US + DAY_US + 1, ALL)).toMatch(/24 h ahead/);
    expect(measuredTimeProblem(NaN, ALL)).toMatch(/number/);
  });
});
