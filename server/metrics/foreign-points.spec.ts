import { describe, expect, it } from '@jest/globals';
import type { JobContext } from '../database/job.js';
import { ForeignPoints, MAX_POINTS } from './foreign-points.js';

const NOW = 1_700_000_000_000_000;
const moved: ArrayBuffer[] = [];
const context = { transfer: (...buffers: ArrayBuffer[]) => moved.push(...buffers) } as unknown as JobContext;

describe('ForeignPoints', () => {
  it('leaves out what cannot be stored, counts it and tells of the first', () => {
    const points = new ForeignPoints(NOW);
    expect(points.add('a', '{}', NaN, 1)).toBe(true);
    expect(points.add('a', '{}', NOW + 0.25, 2)).toBe(true);
    expect(points.add('b', '{}', NOW, Infinity)).toBe(false);
    expect(points.add('b', '{}', -1, 1)).toBe(false);
    expect(points.add(undefined, '{}', NOW, 1)).toBe(false);
    points.reject('something else', 3);
    const { columns, count, buffers, ...rest } = points.pack(context);
    expect(rest).toEqual({ rejected: 6, reason: 'a value of b is not a finite number' });
    expect([count, columns.metrics.keys, columns.rows.at]).toEqual([2, ['a'], Float64Array.of(NaN, NOW)]);
    expect(moved).toEqual(buffers);
  });

  it('knows units of metrics with points, if they can be some', () => {
    const points = new ForeignPoints(NOW);
    points.add('a', '{}', NOW, 1);
    points.describe('a', 'ms');
    points.describe('a', '');
    points.describe('a', 'u'.repeat(33));
    points.describe('unknown', 'ms');
    expect(points.pack(context).columns.metrics).toMatchObject({ keys: ['a'], units: ['ms'] });
  });

  it('has a bound', () => {
    const points = new ForeignPoints(NOW);
    for (let i = 0; i < MAX_POINTS; i += 1) points.add('a', '{}', NOW, i);
    expect(() => points.add('a', '{}', NOW, 1)).toThrow(expect.objectContaining({ status: 413 }));
    const rejected = new ForeignPoints(NOW);
    rejected.reject('why', MAX_POINTS);
    expect(() => rejected.add('a', '{}', NOW, NaN)).toThrow(expect.objectContaining({ status: 413 }));
  });
});
