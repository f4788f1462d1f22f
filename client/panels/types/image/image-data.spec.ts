import { describe, expect, it } from '@jest/globals';
import { fitOf, refreshUrl, refreshMs } from './image-data';

describe('options of an image panel', () => {
  it.each([
    ['30s', 30_000],
    ['5m', 300_000],
    ['10ms', 1_000],
    ['0s', 1_000],
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    [30, undefined],
    ['1.5s', undefined],
  ])('read refreshEvery %p as %p ms', (refreshEvery, ms) => {
    expect(refreshMs({ refreshEvery })).toBe(ms);
  });

  it('read fit as contain, unless it is cover', () => {
    expect([fitOf({}), fitOf({ fit: 'cover' }), fitOf({ fit: 'stretch' })]).toEqual(['contain', 'cover', 'contain']);
  });

  it('use another address for each refresh, and keep its query', () => {
    expect(refreshUrl('https://a/x.jpg?q=1#f', 0)).toBe('https://a/x.jpg?q=1#f');
    expect(refreshUrl('https://a/x.jpg?q=1#f', 7)).toBe('https://a/x.jpg?q=1&_=7#f');
    expect(refreshUrl('data:image/png;base64,AA', 7)).toBe('data:image/png;base64,AA');
  });
});
