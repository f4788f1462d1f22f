import { describe, expect, it } from '@jest/globals';
import { Memo } from './memo.js';

describe('Memo', () => {
  it('remembers what was made of a text', () => {
    const memo = new Memo<number>();
    memo.remember('a', 1);
    expect([memo.get('a'), memo.get('b')]).toEqual([1, undefined]);
  });

  it('does not remember long texts', () => {
    const memo = new Memo<number>();
    const text = 'x'.repeat(2_049);
    memo.remember(text, 1);
    expect(memo.get(text)).toBeUndefined();
  });

  it('forgets everything rather than growing without end', () => {
    const memo = new Memo<number>();
    const text = (index: number): string => String(index).padStart(1_000, 'x');
    for (let index = 0; index < 3_000; index += 1) memo.remember(text(index), index);
    expect(memo.get(text(0))).toBeUndefined();
    expect(memo.get(text(2_999))).toBe(2_999);
  });
});
