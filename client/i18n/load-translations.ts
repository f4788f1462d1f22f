import { registerLocaleData } from '@angular/common';
import { loadTranslations } from '@angular/localize';
import { type Language, directionOf, textLanguage } from './language';

interface Catalog {
  readonly translations: Readonly<Record<string, string>>;
}

export type CatalogLoaders = Readonly<
  Record<Exclude<Language, 'en'>, () => readonly [Promise<{ default: Catalog }>, Promise<{ default: unknown }>]>
>;

/** Each catalog and the locale data of its language are separate chunks. English is in the code. */
const CATALOGS: CatalogLoaders = {
  de: () => [import('./translations/de.json'), import('@angular/common/locales/de')],
};

/**
 * Loads the translations for the language of the user. Await it before importing modules with texts, because texts are read
 * when modules are evaluated. If the catalog cannot be loaded, the page is in English.
 */
export async function loadViewerTranslations(
  root: HTMLElement,
  language: Language = textLanguage(),
  catalogs: CatalogLoaders = CATALOGS,
): Promise<void> {
  if (language === 'en') return;
  try {
    const [catalog, locale] = await Promise.all(catalogs[language]());
    registerLocaleData(locale.default);
    loadTranslations(catalog.default.translations);
    root.lang = language;
    root.dir = directionOf(language);
  } catch (error) {
    reportError(error);
  }
}
