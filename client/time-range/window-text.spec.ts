import { describe, expect, it } from '@jest/globals';
import { shortWindowText, windowText } from './window-text';

const NOW = new Date(2026, 10, 24).getTime();
const at = (...parts: [number, number, number, number, number?, number?]): number => new Date(...parts).getTime();
const MORNING = { from: at(2026, 10, 23, 10), to: at(2026, 10, 23, 11, 30) };
const YEARS = { from: at(2025, 11, 31, 22), to: at(2026, 0, 1, 2) };

/** Replaces the thin and narrow spaces of ICU by plain ones. */
const plain = (text: string): string => text.replaceAll(/\s/g, ' ');

describe('the text of a fixed time range', () => {
  it('has the day, and the year if it is not the current one', () => {
    expect(plain(windowText(MORNING, NOW, 'en-US'))).toBe('Nov 23, 10:00 – 11:30 AM');
    expect(plain(windowText(MORNING, NOW, 'en-GB'))).toBe('23 Nov, 10:00–11:30');
    expect(plain(windowText(YEARS, NOW, 'en-US'))).toBe('Dec 31, 2025, 10:00 PM – Jan 1, 2026, 2:00 AM');
  });

  it('has seconds for short time ranges', () => {
    const window = { from: at(2026, 10, 23, 10, 0, 5), to: at(2026, 10, 23, 10, 1) };
    expect(plain(windowText(window, NOW, 'en-US'))).toBe('Nov 23, 10:00:05 AM – 10:01:00 AM');
  });

  it('is short for narrow screens', () => {
    expect(plain(shortWindowText(MORNING, 'en-US'))).toBe('10:00 – 11:30 AM');
    expect(plain(shortWindowText(YEARS, 'en-US'))).toBe('Dec 31, 2025 – Jan 1, 2026');
  });
});
