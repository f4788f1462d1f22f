import { describe, expect, it } from '@jest/globals';
import { parseInterval, formatInterval } from './interval.js';

describe('parseInterval', () => {
  it.each([
    ['1s', '1s'],
    ['90s', '90s'],
    ['1500ms', '1500ms'],
    ['60m', '1h'],
    ['23h', '23h'],
    ['24h', '1d'],
    ['36h', '2d'],
    ['1d', '1d'],
    ['1w', '7d'],
    ['52w', '364d'],
    ['366d', '366d'],
    ['1mo', '1mo'],
    ['12mo', '12mo'],
  ])('reads %s as %s', (text, written) => {
    const interval = parseInterval(text);
    expect(interval && formatInterval(interval)).toBe(written);
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
  ])('rejects %j', (text) => {
    expect(parseInterval(text)).toBeUndefined();
  });
});
