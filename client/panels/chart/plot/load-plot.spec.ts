import { describe, expect, it } from '@jest/globals';
import { fixNavigatorLanguage } from './load-plot';

describe('the language of the browser', () => {
  it.each([
    ['en-US@posix', 'en-US'],
    ['de_DE@euro', 'en-US'],
    ['de', 'de'],
    ['', 'en-US'],
    ['@posix', 'en-US'],
    ['no language', 'en-US'],
  ])('%p is %p to uPlot', (language, mended) => {
    const browser = { language };
    fixNavigatorLanguage(browser);
    expect(browser.language).toBe(mended);
    expect(() => new Intl.NumberFormat(browser.language)).not.toThrow();
  });
});
