import { describe, expect, it } from '@jest/globals';
import { parseInterval } from './interval.js';

describe('intervals', () => {
  it.each([
    ['1s', 'ms', 1_000],
    ['90s', 'ms', 90_000],
    ['1500ms', 'ms', 1_500],
    ['60m', 'ms', 3_600_000],
    ['23h', 'ms', 82_800_000],
    ['24h', 'day', 1],
    ['36h', 'day', 2],
    ['1d', 'day', 1],
    ['1w', 'day', 7],
    ['52w', 'day', 364],
    ['366d', 'day', 366],
    ['1mo', 'month', 1],
    ['12mo', 'month', 12],
  ])('read %s as buckets in %s: %i', (text, unit, count) => {
    expect(parseInterval(text)).toEqual({ unit, count });
  });

  it.each([
    '',
    '0s',
    '999ms',
    '0d',
    '367d',
    '53w',
    '0w',
    '0mo',
    '5mo',
    '13mo',
    '24mo',
    '1y',
    '1M',
    '-1d',
    '1.5d',
    '1 d',
  ])('do not read %j', (text) => {
    expect(parseInterval(text)).toBeUndefined();
  });
});
