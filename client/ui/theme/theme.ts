import { DOCUMENT, Injectable, InjectionToken, type Signal, inject, signal } from '@angular/core';
import { readStorage, writeStorage } from '../../common/browser-storage';
import { type ResolvedTheme, THEME_CHOICES, type ThemeChoice, resolveTheme } from './resolve-theme';

/** `assets/theme.js` reads the same key before the first paint. */
const STORAGE_KEY = 'boardcast.theme';

/** The color theme of the page: the theme of the system, unless the user chooses another one. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly chosen = signal(storedChoice());
  private readonly inUse = resolveTheme(this.chosen, () => {
    this.apply();
  });

  readonly choice = this.chosen.asReadonly();
  readonly resolved = this.inUse.resolved;

  constructor() {
    this.apply();
  }

  choose(choice: ThemeChoice): void {
    this.chosen.set(choice);
    writeStorage(STORAGE_KEY, choice === 'system' ? undefined : choice);
    this.apply();
  }

  private apply(): void {
    const choice = this.inUse.printing() ? 'light' : this.chosen();
    if (choice === 'system') delete this.root.dataset.theme;
    else this.root.dataset.theme = choice;
  }
}

/** The theme in use: by default, that of the page. Components that draw on a canvas redraw when it changes. */
export const RESOLVED_THEME = new InjectionToken<Signal<ResolvedTheme>>('RESOLVED_THEME', {
  factory: () => inject(Theme).resolved,
});

function storedChoice(): ThemeChoice {
  const stored = readStorage(STORAGE_KEY);
  return THEME_CHOICES.find((choice) => choice === stored) ?? 'system';
}
