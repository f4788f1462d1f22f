import { recall, remember } from '../common/browser-storage';

/** The languages that all texts are there in. English is the one that they are written in. */
export const LANGUAGES = [
  { tag: 'en', name: 'English', dir: 'ltr' },
  { tag: 'de', name: 'Deutsch', dir: 'ltr' },
] as const;

export type Language = (typeof LANGUAGES)[number]['tag'];
export type LanguageChoice = Language | 'browser';

const STORAGE_KEY = 'boardcast.language';

/** What the viewer chose in this browser. */
export function languageChoice(): LanguageChoice {
  return languageNamed(recall(STORAGE_KEY) ?? '') ?? 'browser';
}

/** Remembers a choice. It holds from the next load of the page on: texts are read once. */
export function rememberLanguage(choice: LanguageChoice): void {
  remember(STORAGE_KEY, choice === 'browser' ? undefined : choice);
}

/** The language of the page's texts: the chosen one, else the first of the browser's that is there, else English. */
export function textLanguage(choice = languageChoice(), wanted: readonly string[] = navigator.languages): Language {
  if (choice !== 'browser') return choice;
  return wanted.map((tag) => languageNamed(baseOf(tag))).find((language) => language !== undefined) ?? 'en';
}

/**
 * The locale that numbers, dates and order follow: the browser's (`undefined`, as `Intl` has it), unless another language
 * was chosen. A browser in Austrian German keeps to Austria's ways when German is chosen.
 */
export function viewerLocale(
  choice = languageChoice(),
  wanted: readonly string[] = navigator.languages,
): string | undefined {
  if (choice === 'browser') return undefined;
  return wanted.find((tag) => baseOf(tag) === choice && isLocale(tag)) ?? choice;
}

/** Where its lines begin: `ltr` or `rtl`. */
export function directionOf(language: Language): string {
  return LANGUAGES.find(({ tag }) => tag === language)?.dir ?? 'ltr';
}

function languageNamed(tag: string): Language | undefined {
  return LANGUAGES.find((language) => language.tag === tag)?.tag;
}

function baseOf(tag: string): string {
  return tag.split(/[-_@]/, 1)[0]?.toLowerCase() ?? '';
}

/** Chromium without a locale calls its language `en-US@posix`, which `Intl` refuses. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
