import { DestroyRef, Injectable, InjectionToken, NgZone, inject, signal } from '@angular/core';

/** Returns the current time in ms since 1970. */
export const NOW = new InjectionToken<() => number>('NOW', { factory: () => () => Date.now() });

/**
 * The page's only clock: a signal that changes once a second, used to show ages. A template that reads it is checked
 * every second. So read it in small components only, and round it in a `computed` first, so that only a changed text is
 * a change.
 */
@Injectable({ providedIn: 'root' })
export class Ticker {
  private readonly read = inject(NOW);
  private readonly seconds = signal(this.read());

  readonly now = this.seconds.asReadonly();

  constructor() {
    // In an application with zone.js, a timer would check all of its components.
    const timer = inject(NgZone).runOutsideAngular(() =>
      setInterval(() => {
        this.tick();
      }, 1_000),
    );
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
    });
  }

  /** Updates the signal immediately, for example after the page wakes up. */
  tick(): void {
    this.seconds.set(this.read());
  }
}
