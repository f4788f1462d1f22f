import { afterEach, describe, expect, it } from '@jest/globals';
import { languageChoice, rememberLanguage, textLanguage, viewerLocale } from './language';

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
  ] as const)('is for a browser of %j %s', (wanted, language) => {
    expect(textLanguage('browser', wanted)).toBe(language);
  });

  it('is what was chosen, whatever the browser wants', () => {
    expect(textLanguage('en', ['de'])).toBe('en');
  });
});

describe('viewerLocale', () => {
  it('is left to the browser until a language is chosen', () => {
    expect(viewerLocale('browser', ['de-AT'])).toBeUndefined();
  });

  it.each([
    ['de', ['en-US', 'de-AT'], 'de-AT'],
    ['de', ['en-US'], 'de'],
    ['en', ['en-US@posix'], 'en'],
  ] as const)('is for %s in a browser of %j %s', (choice, wanted, locale) => {
    expect(viewerLocale(choice, wanted)).toBe(locale);
  });
});

describe('a choice of language', () => {
  it('is remembered, and taken back', () => {
    expect(languageChoice()).toBe('browser');
    rememberLanguage('de');
    expect([languageChoice(), textLanguage(), viewerLocale()]).toEqual(['de', 'de', 'de']);
    rememberLanguage('browser');
    expect([languageChoice(), textLanguage()]).toEqual(['browser', 'en']);
  });

  it('of a language that is not there is none', () => {
    localStorage.setItem('boardcast.language', 'tlh');
    expect(languageChoice()).toBe('browser');
  });
});
