import { BreakpointObserver } from '@angular/cdk/layout';
import { ApplicationRef, DOCUMENT, Injectable, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { fromEvent, map } from 'rxjs';
import { readStorage, writeStorage } from '../../common/browser-storage';

export const THEME_CHOICES = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** `assets/theme.js` reads the same key before the first paint. */
const STORAGE_KEY = 'boardcast.theme';

/** The color theme: the theme of the system, unless the user chooses another one. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly systemIsDark = toSignal(
    inject(BreakpointObserver)
      .observe('(prefers-color-scheme: dark)')
      .pipe(map(({ matches }) => matches)),
    { initialValue: false },
  );
  private readonly chosen = signal(storedChoice());

  readonly choice = this.chosen.asReadonly();
  private readonly printing = signal(false);
  /** The theme in use, which is light while printing. Components that draw on a canvas redraw when it changes. */
  readonly resolved = computed(() => {
    const choice = this.printing() ? 'light' : this.chosen();
    return choice === 'system' ? (this.systemIsDark() ? 'dark' : 'light') : choice;
  });

  constructor() {
    const page = inject(DOCUMENT).defaultView;
    const application = inject(ApplicationRef);
    this.apply();
    if (page === null) return;
    fromEvent(page, 'beforeprint')
      .pipe(takeUntilDestroyed())
      .subscribe(() => {
        this.print(true);
        // Redraws canvases in the light theme before the browser prints the page.
        application.tick();
      });
    fromEvent(page, 'afterprint')
      .pipe(takeUntilDestroyed())
      .subscribe(() => {
        this.print(false);
      });
  }

  choose(choice: ThemeChoice): void {
    this.chosen.set(choice);
    writeStorage(STORAGE_KEY, choice === 'system' ? undefined : choice);
    this.apply();
  }

  private print(printing: boolean): void {
    this.printing.set(printing);
    this.apply();
  }

  private apply(): void {
    const choice = this.printing() ? 'light' : this.chosen();
    if (choice === 'system') delete this.root.dataset.theme;
    else this.root.dataset.theme = choice;
  }
}

function storedChoice(): ThemeChoice {
  const stored = readStorage(STORAGE_KEY);
  return THEME_CHOICES.find((choice) => choice === stored) ?? 'system';
}
