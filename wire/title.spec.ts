import { describe, expect, it } from '@jest/globals';
import { MAX_TITLE, titleWithSuffix } from './title.js';

describe('titleWithSuffix', () => {
  it('appends the suffix', () => {
    expect(titleWithSuffix('Shop', ' (copy)')).toBe('Shop (copy)');
  });

  it('cuts a long title, so that the result is a valid title', () => {
    const title = titleWithSuffix('x'.repeat(MAX_TITLE), ' (copy)');
    expect([title.length, title.endsWith('x (copy)')]).toEqual([MAX_TITLE, true]);
  });
});
