import { readStorage, writeStorage } from '../common/browser-storage';

/** The languages of the translations. English is the language of the source code. */
export const LANGUAGES = [
  { tag: 'en', name: 'English', dir: 'ltr' },
  { tag: 'de', name: 'Deutsch', dir: 'ltr' },
] as const;

export type Language = (typeof LANGUAGES)[number]['tag'];
export type LanguageChoice = Language | 'browser';

const STORAGE_KEY = 'boardcast.language';

/** The language that the user chose in this browser. */
export function languageChoice(): LanguageChoice {
  return languageNamed(readStorage(STORAGE_KEY) ?? '') ?? 'browser';
}

/** Stores a choice. It takes effect when the page is loaded again, because texts are read once. */
export function storeLanguageChoice(choice: LanguageChoice): void {
  writeStorage(STORAGE_KEY, choice === 'browser' ? undefined : choice);
}

/** The language of the page: the chosen one, or else the first available language of the browser, or else English. */
export function textLanguage(choice = languageChoice(), preferred: readonly string[] = navigator.languages): Language {
  if (choice !== 'browser') return choice;
  return preferred.map((tag) => languageNamed(baseOf(tag))).find((language) => language !== undefined) ?? 'en';
}

/**
 * The locale for numbers, dates and sorting. It is undefined, the locale of the browser, unless a language was chosen. If the
 * browser has a regional variant of the chosen language, such as de-AT for German, that variant is used.
 */
export function viewerLocale(
  choice = languageChoice(),
  preferred: readonly string[] = navigator.languages,
): string | undefined {
  if (choice === 'browser') return undefined;
  return preferred.find((tag) => baseOf(tag) === choice && isLocale(tag)) ?? choice;
}

/** The text direction of a language: `ltr` or `rtl`. */
export function directionOf(language: Language): string {
  return LANGUAGES.find(({ tag }) => tag === language)?.dir ?? 'ltr';
}

function languageNamed(tag: string): Language | undefined {
  return LANGUAGES.find((language) => language.tag === tag)?.tag;
}

function baseOf(tag: string): string {
  return tag.split(/[-_@]/, 1)[0]?.toLowerCase() ?? '';
}

/** Whether `Intl` accepts the tag. It rejects `en-US@posix`, the language of Chromium without a locale, and the empty tag. */
export function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
