import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JobContext } from '../database/job.js';
import { ExternalPoints, MAX_POINTS } from './external-points.js';

const NO_TAGS = { tags: '{}' };
const NOW_US = 1_700_000_000_000_000;
const moved: ArrayBuffer[] = [];
const context = { transfer: (...buffers: ArrayBuffer[]) => moved.push(...buffers) } as unknown as JobContext;

describe('ExternalPoints', () => {
  beforeEach(() => {
    moved.length = 0;
  });

  it('skips points that cannot be stored, counts them and reports the first reason', () => {
    const points = new ExternalPoints(NOW_US);
    expect(points.add('a', NO_TAGS, NaN, 1)).toBe(true);
    expect(points.add('a', NO_TAGS, NOW_US + 0.25, 2)).toBe(true);
    expect(points.add('b', NO_TAGS, NOW_US, Infinity)).toBe(false);
    expect(points.add('b', NO_TAGS, -1, 1)).toBe(false);
    expect(points.add(undefined, NO_TAGS, NOW_US, 1)).toBe(false);
    points.reject('something else', 3);
    const { columns, count, buffers, ...rest } = points.pack(context);
    expect(rest).toEqual({ rejected: 6, reason: 'a value of b is not a finite number' });
    expect([count, columns.metrics.keys, columns.rows.atUs]).toEqual([2, ['a'], Float64Array.of(NaN, NOW_US)]);
    expect(moved).toEqual(buffers);
  });

  it('counts the points of an invalid series, and reports its error', () => {
    const points = new ExternalPoints(NOW_US);
    expect(points.add('a', { problem: 'has 21 tags' }, NOW_US, 1)).toBe(false);
    expect(points.pack(context)).toMatchObject({ count: 0, rejected: 1, reason: 'a series of a has 21 tags' });
  });

  it('passes on which series have ended, except invalid series', () => {
    const points = new ExternalPoints(NOW_US);
    points.end('a', NO_TAGS, NOW_US - 5);
    points.end('b', NO_TAGS, NaN);
    points.end(undefined, NO_TAGS, NOW_US);
    points.end('c', { problem: 'has 21 tags' }, NOW_US);
    points.end('d', NO_TAGS, -1);
    const ends = [
      { key: 'a', tags: '{}', atUs: NOW_US - 5 },
      { key: 'b', tags: '{}', atUs: NOW_US },
    ];
    expect(points.pack(context)).toMatchObject({ count: 0, rejected: 0, ends });
  });

  it('records valid units of metrics that have points', () => {
    const points = new ExternalPoints(NOW_US);
    points.add('a', NO_TAGS, NOW_US, 1);
    points.describe('a', 'ms');
    points.describe('a', '');
    points.describe('a', 'u'.repeat(33));
    points.describe('unknown', 'ms');
    expect(points.pack(context).columns.metrics).toMatchObject({ keys: ['a'], units: ['ms'] });
  });

  it('rejects more than 50,000 points with 413', () => {
    const points = new ExternalPoints(NOW_US);
    for (let i = 0; i < MAX_POINTS; i += 1) points.add('a', NO_TAGS, NOW_US, i);
    expect(() => points.add('a', NO_TAGS, NOW_US, 1)).toThrow(expect.objectContaining({ status: 413 }));
    const rejected = new ExternalPoints(NOW_US);
    rejected.reject('why', MAX_POINTS);
    expect(() => rejected.add('a', NO_TAGS, NOW_US, NaN)).toThrow(expect.objectContaining({ status: 413 }));
  });
});
