import { describe, expect, it } from '@jest/globals';
import { BoundedCache } from './bounded-cache.js';

describe('BoundedCache', () => {
  it('returns the value of a text', () => {
    const cache = new BoundedCache<number>();
    cache.set('a', 1);
    expect([cache.get('a'), cache.get('b')]).toEqual([1, undefined]);
  });

  it('does not store long texts', () => {
    const cache = new BoundedCache<number>();
    const text = 'x'.repeat(2_049);
    cache.set(text, 1);
    expect(cache.get(text)).toBeUndefined();
  });

  it('drops all entries when it would become too large', () => {
    const cache = new BoundedCache<number>();
    const text = (index: number): string => String(index).padStart(1_000, 'x');
    for (let index = 0; index < 3_000; index += 1) cache.set(text(index), index);
    expect(cache.get(text(0))).toBeUndefined();
    expect(cache.get(text(2_999))).toBe(2_999);
  });
});
