import { MediaMatcher } from '@angular/cdk/layout';
import { DestroyRef, DOCUMENT, Injectable, computed, inject, signal } from '@angular/core';
import { recall, remember } from './storage';

export const THEME_CHOICES = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** `assets/theme.js` reads the same key before the first paint. */
const STORAGE_KEY = 'boardcast.theme';

/** Dark or light: the system's, until the viewer chooses. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly systemIsDark = signal(false);
  private readonly chosen = signal(storedChoice());

  readonly choice = this.chosen.asReadonly();
  /** What is on screen now; whoever paints on a canvas repaints when it changes. */
  readonly resolved = computed(() => {
    const choice = this.chosen();
    return choice === 'system' ? (this.systemIsDark() ? 'dark' : 'light') : choice;
  });

  constructor() {
    this.apply();
    const query = inject(MediaMatcher).matchMedia('(prefers-color-scheme: dark)');
    this.systemIsDark.set(query.matches);
    const follow = (): void => {
      this.systemIsDark.set(query.matches);
    };
    query.addEventListener('change', follow);
    inject(DestroyRef).onDestroy(() => {
      query.removeEventListener('change', follow);
    });
  }

  choose(choice: ThemeChoice): void {
    this.chosen.set(choice);
    remember(STORAGE_KEY, choice === 'system' ? undefined : choice);
    this.apply();
  }

  private apply(): void {
    const choice = this.chosen();
    if (choice === 'system') delete this.root.dataset.theme;
    else this.root.dataset.theme = choice;
  }
}

function storedChoice(): ThemeChoice {
  const stored = recall(STORAGE_KEY);
  return THEME_CHOICES.find((choice) => choice === stored) ?? 'system';
}
