import { InjectionToken } from '@angular/core';
import type { PlotFactory } from './plot';

/** Loads the plot when the first chart needs it, so that uPlot is in a chunk of its own. */
export const LOAD_PLOT = new InjectionToken<() => Promise<PlotFactory>>('PLOT', {
  factory: () => () => {
    fixNavigatorLanguage(navigator);
    return import('./time-plot').then(({ createTimePlot }) => createTimePlot);
  },
});

/**
 * Chromium without a locale (`LANG=C`, as on many TV screens) reports the language `en-US@posix`. uPlot passes it to
 * `Intl` when it is loaded, which throws, so that no chart would be drawn.
 */
export function fixNavigatorLanguage(browser: Pick<Navigator, 'language'>): void {
  const { language } = browser;
  if (isLanguageTag(language)) return;
  const [plain = ''] = language.split('@');
  Object.defineProperty(browser, 'language', { value: isLanguageTag(plain) ? plain : 'en-US', configurable: true });
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
