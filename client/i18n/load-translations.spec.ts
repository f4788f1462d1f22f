import { clearTranslations } from '@angular/localize';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type CatalogLoaders, loadViewerTranslations } from './load-translations';

/** The id of the message `Dark`. */
const ID = '3892161059518616136';

const german: CatalogLoaders = {
  de: () => [Promise.resolve({ default: { translations: { [ID]: 'Dunkel' } } }), Promise.resolve({ default: ['de'] })],
};

describe('loadViewerTranslations', () => {
  let root: HTMLElement;
  const reported = jest.fn();

  beforeEach(() => {
    root = document.createElement('html');
    root.lang = 'en';
    globalThis.reportError = reported;
  });
  afterEach(() => {
    clearTranslations();
    reported.mockClear();
  });

  it('translates texts that are read afterwards, and sets the language of the page', async () => {
    await loadViewerTranslations(root, 'de', german);
    expect([root.lang, root.dir, $localize`Dark`]).toEqual(['de', 'ltr', 'Dunkel']);
  });

  it('loads nothing for English', async () => {
    const fetched = jest.fn(german.de);
    await loadViewerTranslations(root, 'en', { de: fetched });
    expect([root.lang, $localize`Dark`, fetched.mock.calls.length]).toEqual(['en', 'Dark', 0]);
  });

  it('leaves the page in English if the catalog cannot be loaded, and reports the error', async () => {
    const why = new TypeError('Failed to fetch dynamically imported module');
    await loadViewerTranslations(root, 'de', { de: () => [Promise.reject(why), Promise.resolve({ default: ['de'] })] });
    expect([root.lang, $localize`Dark`]).toEqual(['en', 'Dark']);
    expect(reported).toHaveBeenCalledWith(why);
  });
});
