import { DestroyRef, Injectable, InjectionToken, inject, signal } from '@angular/core';

/** The time now, in ms since 1970. */
export const NOW = new InjectionToken<() => number>('NOW', { factory: () => () => Date.now() });

/**
 * The page's one clock: a signal that moves once a second, for ages. Whoever reads it in a template is checked once a
 * second, so keep it to small components and round first (`computed`), so that only a changed text is a change.
 */
@Injectable({ providedIn: 'root' })
export class Ticker {
  private readonly read = inject(NOW);
  private readonly seconds = signal(this.read());

  readonly now = this.seconds.asReadonly();

  constructor() {
    const timer = setInterval(() => {
      this.tick();
    }, 1_000);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
    });
  }

  /** Reads the clock at once: after a wake-up no age may be a second old news. */
  tick(): void {
    this.seconds.set(this.read());
  }
}
