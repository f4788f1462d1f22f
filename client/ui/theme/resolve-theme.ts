import { BreakpointObserver } from '@angular/cdk/layout';
import { ApplicationRef, DOCUMENT, type Signal, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { fromEvent, map, merge } from 'rxjs';

/** The colors: `dark`, `light`, or those of the system. */
export type ThemeChoice = 'system' | 'dark' | 'light';

export const THEME_CHOICES = ['system', 'dark', 'light'] as const satisfies readonly ThemeChoice[];
export type ResolvedTheme = Exclude<ThemeChoice, 'system'>;

/**
 * The theme in use: the chosen one, or that of the system; light while printing. Call it in an injection context.
 *
 * @param onPrint called before and after printing
 */
export function resolveTheme(
  choice: Signal<ThemeChoice>,
  onPrint?: () => void,
): { readonly resolved: Signal<ResolvedTheme>; readonly printing: Signal<boolean> } {
  const page = inject(DOCUMENT).defaultView;
  const application = inject(ApplicationRef);
  const systemIsDark = toSignal(
    inject(BreakpointObserver)
      .observe('(prefers-color-scheme: dark)')
      .pipe(map(({ matches }) => matches)),
    { initialValue: false },
  );
  const printing = signal(false);
  if (page !== null) {
    merge(fromEvent(page, 'beforeprint'), fromEvent(page, 'afterprint'))
      .pipe(takeUntilDestroyed())
      .subscribe(({ type }) => {
        printing.set(type === 'beforeprint');
        onPrint?.();
        // Redraws canvases in the light theme before the browser prints the page.
        if (printing()) application.tick();
      });
  }
  const resolved = computed(() => {
    if (printing()) return 'light';
    if (choice() === 'system') return systemIsDark() ? 'dark' : 'light';
    return choice() === 'dark' ? 'dark' : 'light';
  });
  return { resolved, printing };
}
