import { registerLocaleData } from '@angular/common';
import { loadTranslations } from '@angular/localize';
import { type Language, directionOf, textLanguage } from './language';

interface Catalogue {
  readonly translations: Readonly<Record<string, string>>;
}

export type Catalogues = Readonly<
  Record<Exclude<Language, 'en'>, () => readonly [Promise<{ default: Catalogue }>, Promise<{ default: unknown }>]>
>;

/** Each catalogue, and what Angular must know of its language's plurals, is a chunk of its own. English is in the code. */
const CATALOGUES: Catalogues = {
  de: () => [import('./translations/de.json'), import('@angular/common/locales/de')],
};

/**
 * Puts the page into the viewer's language. To be awaited before anything is imported that has texts: they are read as
 * modules are evaluated. Where a catalogue does not come, the page speaks English rather than not at all.
 */
export async function loadViewerTranslations(
  root: HTMLElement,
  language: Language = textLanguage(),
  catalogues: Catalogues = CATALOGUES,
): Promise<void> {
  if (language === 'en') return;
  try {
    const [texts, locale] = await Promise.all(catalogues[language]());
    registerLocaleData(locale.default);
    loadTranslations(texts.default.translations);
    root.lang = language;
    root.dir = directionOf(language);
  } catch (error) {
    reportError(error);
  }
}
