import { describe, expect, it } from '@jest/globals';
import { fitOf, refreshUrl, refreshMs } from './image-data';

describe('an image’s options', () => {
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
  ])('refreshEvery %p is every %p ms', (refreshEvery, ms) => {
    expect(refreshMs({ refreshEvery })).toBe(ms);
  });

  it('fit: the whole of it, unless all of the panel is asked for', () => {
    expect([fitOf({}), fitOf({ fit: 'cover' }), fitOf({ fit: 'stretch' })]).toEqual(['contain', 'cover', 'contain']);
  });

  it('asks under another address each turn, and keeps what is in it', () => {
    expect(refreshUrl('https://a/x.jpg?q=1#f', 0)).toBe('https://a/x.jpg?q=1#f');
    expect(refreshUrl('https://a/x.jpg?q=1#f', 7)).toBe('https://a/x.jpg?q=1&_=7#f');
    expect(refreshUrl('data:image/png;base64,AA', 7)).toBe('data:image/png;base64,AA');
  });
});
