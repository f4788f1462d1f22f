import { describe, expect, it } from '@jest/globals';
import { isSlug } from './slug.js';

describe('isSlug', () => {
  it.each(['a', 'shop', '2026', 'this-server', '-', 'a'.repeat(64)])('accepts %j', (text) => {
    expect(isSlug(text)).toBe(true);
  });

  it.each(['', 'Shop', 'a b', 'a_b', 'ä', 'shop\n', 'a'.repeat(65)])('rejects %j', (text) => {
    expect(isSlug(text)).toBe(false);
  });
});
