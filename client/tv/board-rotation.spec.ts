import { describe, expect, it } from '@jest/globals';
import { readRotation, readStopTime, writeRotation } from './board-rotation';

describe('readRotation', () => {
  it('reads boards with their times, or with the default time', () => {
    const { stops, errors } = readRotation(' shop:30s, this-server:1m ,inbox,ci:2h');
    expect(stops).toEqual([
      { slug: 'shop', durationMs: 30_000 },
      { slug: 'this-server', durationMs: 60_000 },
      { slug: 'inbox', durationMs: 30_000 },
      { slug: 'ci', durationMs: 7_200_000 },
    ]);
    expect(errors).toEqual([]);
  });

  it('reads several URL parameters of the same name', () => {
    expect(readRotation(['shop:30s', 'ci,']).stops.map(({ slug }) => slug)).toEqual(['shop', 'ci']);
  });

  it.each([
    ['Shop:30s', /“Shop:30s” is not a valid rotation entry\. Use a board and a duration, e\.g\. shop:30s\./],
    ['shop:30s:1m', /is not a valid rotation entry/],
    [':30s', /is not a valid rotation entry/],
    ['shop:soon', /“soon” of “shop” is not a valid duration\. Use 5s to 24h/],
    ['shop:4s', /is not a valid duration/],
    ['shop:25h', /is not a valid duration/],
    ['shop:', /is not a valid duration/],
    ['shop:1.5m', /is not a valid duration/],
  ])('reports the invalid part %s and keeps the others', (part, message) => {
    const { stops, errors } = readRotation(`a:10s,${part},b:10s`);
    expect(stops.map(({ slug }) => slug)).toEqual(['a', 'b']);
    expect(errors).toEqual([expect.stringMatching(message)]);
  });

  it('returns an empty rotation for an empty text', () => {
    for (const text of [undefined, '', ' , ']) expect(readRotation(text)).toEqual({ stops: [], errors: [] });
  });

  it('reads the text that writeRotation writes', () => {
    const text = 'a:90s,b:2m,c:1h,d:5s,e:5500ms';
    expect(writeRotation(readRotation(text).stops)).toBe(text);
  });

  it('accepts times from 5 s to 24 h', () => {
    expect(['5s', '24h', '4s', '86401s'].map(readStopTime)).toEqual([5_000, 86_400_000, undefined, undefined]);
  });
});
