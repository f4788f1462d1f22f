import { describe, expect, it } from '@jest/globals';
import { acrossText, bucketText, isBucketStart, withBucketText } from './bucket-text';
import { inBuckets, sampleFrame } from '../testing/sample-frames';

const FRAME = sampleFrame(0, { name: 'a', values: [1] });
const textOf = (every: string, aggregate?: string, across?: string): string | undefined =>
  bucketText(inBuckets(FRAME, { every, aggregate, across }))?.replaceAll('\u202f', ' ');

describe('bucketText', () => {
  it.each([
    ['average of 10 s', '10s', 'avg', undefined],
    ['min of 1500 ms', '1500ms', 'min', undefined],
    ['max of 5 min', '5m', 'max', undefined],
    ['sum of 1 h', '1h', 'sum', undefined],
    ['last value of 7 d', '7d', 'last', undefined],
    ['number of values in 1 mo', '1mo', 'count', undefined],
    ['p95 (10 s)', '10s', 'p95', undefined],
    ['average of 10 s, sum of the series', '10s', 'avg', 'sum'],
    ['average of 10 s, number of series', '10s', 'avg', 'count'],
    ['in intervals of 10 s', '10s', undefined, undefined],
  ])('returns %s', (expected, every, aggregate, across) => {
    expect(textOf(every, aggregate, across)).toBe(expected);
  });

  it('is undefined for raw values', () => {
    const [time, number] = FRAME.fields as [never, never];
    const buckets = inBuckets(FRAME, { every: '10s', aggregate: 'avg' });
    expect([bucketText(FRAME), acrossText(FRAME), acrossText(buckets)]).toEqual([undefined, undefined, undefined]);
    expect(withBucketText('a', number, FRAME)).toBe('a');
    expect(withBucketText('Time', time, buckets)).toBe('Time');
    expect(withBucketText('a', number, buckets)).toBe('a (average of 10\u202fs)');
    expect(bucketText({ fields: [] })).toBeUndefined();
  });

  it.each([
    ['10s', 20_000, true],
    ['10s', 24_957, false],
    ['15m', 1_800_000, true],
    ['15m', 60_000, false],
    ['4h', 14_400_000, true],
    ['1d', 3_600_000, true],
    ['1mo', 3_600_001, false],
  ])('tells for %s whether %i is the start of a bucket: %p', (every, time, expected) => {
    expect(isBucketStart(inBuckets(FRAME, { every }), time)).toBe(expected);
  });
});
