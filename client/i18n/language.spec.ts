import { afterEach, describe, expect, it } from '@jest/globals';
import { languageChoice, storeLanguageChoice, textLanguage, viewerLocale } from './language';

afterEach(() => {
  localStorage.clear();
});

describe('textLanguage', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr-FR', 'de', 'en'], 'de'],
    [['en-GB', 'de'], 'en'],
    [['fr', 'ar-EG'], 'en'],
    [['en-US@posix'], 'en'],
    [['DE'], 'de'],
    [[], 'en'],
  ] as const)('returns for the browser languages %j: %s', (preferred, language) => {
    expect(textLanguage('browser', preferred)).toBe(language);
  });

  it('returns the chosen language, whatever the browser prefers', () => {
    expect(textLanguage('en', ['de'])).toBe('en');
  });
});

describe('viewerLocale', () => {
  it('is undefined until a language is chosen', () => {
    expect(viewerLocale('browser', ['de-AT'])).toBeUndefined();
  });

  it.each([
    ['de', ['en-US', 'de-AT'], 'de-AT'],
    ['de', ['en-US'], 'de'],
    ['en', ['en-US@posix'], 'en'],
  ] as const)('returns for the choice %s and the browser languages %j: %s', (choice, preferred, locale) => {
    expect(viewerLocale(choice, preferred)).toBe(locale);
  });
});

describe('languageChoice', () => {
  it('is stored and can be reset', () => {
    expect(languageChoice()).toBe('browser');
    storeLanguageChoice('de');
    expect([languageChoice(), textLanguage(), viewerLocale()]).toEqual(['de', 'de', 'de']);
    storeLanguageChoice('browser');
    expect([languageChoice(), textLanguage()]).toEqual(['browser', 'en']);
  });

  it('ignores a language that is not available', () => {
    localStorage.setItem('boardcast.language', 'tlh');
    expect(languageChoice()).toBe('browser');
  });
});
