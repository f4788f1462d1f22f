import { describe, expect, it } from '@jest/globals';
import { BoundedCache } from './bounded-cache.js';

describe('Memo', () => {
  it('remembers what was made of a text', () => {
    const memo = new BoundedCache<number>();
    memo.set('a', 1);
    expect([memo.get('a'), memo.get('b')]).toEqual([1, undefined]);
  });

  it('does not remember long texts', () => {
    const memo = new BoundedCache<number>();
    const text = 'x'.repeat(2_049);
    memo.set(text, 1);
    expect(memo.get(text)).toBeUndefined();
  });

  it('forgets everything rather than growing without end', () => {
    const memo = new BoundedCache<number>();
    const text = (index: number): string => String(index).padStart(1_000, 'x');
    for (let index = 0; index < 3_000; index += 1) memo.set(text(index), index);
    expect(memo.get(text(0))).toBeUndefined();
    expect(memo.get(text(2_999))).toBe(2_999);
  });
});
