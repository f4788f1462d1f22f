import { describe, expect, it } from '@jest/globals';
import { tvRows, tvScale } from './tv-scale';

describe('tvScale', () => {
  it('doubles on a screen of twice the size', () => {
    expect(tvScale(3840, 2160, 9)).toBe(2 * tvScale(1920, 1080, 9));
  });

  it('is limited by the width', () => {
    for (const rows of [1, 4, 9]) expect(tvScale(1920, 1080, rows)).toBe(1.5);
  });

  it('shrinks to fit many rows', () => {
    const scale = tvScale(1920, 1080, 20);
    expect(scale).toBeLessThan(1);
    expect(20 * 64 * scale).toBeLessThanOrEqual(1080);
  });

  it('is 1 on a phone and in a window without a size', () => {
    expect([tvScale(390, 844, 9), tvScale(0, 0, 9)]).toEqual([1, 1]);
  });
});

describe('tvRows', () => {
  it.each([
    [1920, 1080, 10],
    [3840, 2160, 10],
    [1280, 720, 10],
    [1080, 1920, 27],
  ])('fits on a screen of %i x %i: %i rows', (width, height, rows) => {
    expect(tvRows(width, height)).toBe(rows);
    expect(tvScale(width, height, rows)).toBeGreaterThanOrEqual(Math.min(width / 1280, Math.max(width, height) / 1600));
  });

  it('is unlimited on a phone, which scrolls', () => {
    expect(tvRows(390, 844)).toBe(Infinity);
  });
});
