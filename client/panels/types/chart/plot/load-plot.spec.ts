import { describe, expect, it } from '@jest/globals';
import { fixNavigatorLanguage } from './load-plot';

describe('fixNavigatorLanguage', () => {
  it.each([
    ['en-US@posix', 'en-US'],
    ['de_DE@euro', 'en-US'],
    ['de', 'de'],
    ['', 'en-US'],
    ['@posix', 'en-US'],
    ['no language', 'en-US'],
  ])('changes %p to %p', (language, mended) => {
    const browser = { language };
    fixNavigatorLanguage(browser);
    expect(browser.language).toBe(mended);
    expect(() => new Intl.NumberFormat(browser.language)).not.toThrow();
  });
});
