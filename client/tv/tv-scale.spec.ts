import { describe, expect, it } from '@jest/globals';
import { tvRows, tvScale } from './tv-scale';

describe('tvScale', () => {
  it('is twice as large on a screen of twice the size', () => {
    expect(tvScale(3840, 2160, 9)).toBe(2 * tvScale(1920, 1080, 9));
  });

  it('sets type as large as the width allows', () => {
    for (const rows of [1, 4, 9]) expect(tvScale(1920, 1080, rows)).toBe(1.5);
  });

  it('is smaller where many rows must fit', () => {
    const scale = tvScale(1920, 1080, 20);
    expect(scale).toBeLessThan(1);
    expect(20 * 64 * scale).toBeLessThanOrEqual(1080);
  });

  it('leaves a phone, and a window that is not there yet, alone', () => {
    expect([tvScale(390, 844, 9), tvScale(0, 0, 9)]).toEqual([1, 1]);
  });
});

describe('tvRows', () => {
  it.each([
    [1920, 1080, 10],
    [3840, 2160, 10],
    [1280, 720, 10],
    [1080, 1920, 27],
  ])('on %i x %i is %i', (width, height, rows) => {
    expect(tvRows(width, height)).toBe(rows);
    expect(tvScale(width, height, rows)).toBeGreaterThanOrEqual(Math.min(width / 1280, Math.max(width, height) / 1600));
  });

  it('is no matter on a phone, which scrolls', () => {
    expect(tvRows(390, 844)).toBe(Infinity);
  });
});
