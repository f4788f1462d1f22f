import { describe, expect, it } from '@jest/globals';
import { sharedTitles } from './shared-titles';

describe('sharedTitles', () => {
  it('returns the titles that more than one board has', () => {
    const boards = ['Shop', 'Server', 'Shop', 'Sales', 'Shop'].map((title) => ({ title }));
    expect(sharedTitles(boards)).toEqual(new Set(['Shop']));
    expect(sharedTitles([])).toEqual(new Set());
  });
});
