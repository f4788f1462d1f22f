import type { Observable, SchedulerLike } from 'rxjs';

/** The subset of WebSocket that is used. It dispatches `open`, `message` and `close`. */
export interface LiveSocket extends EventTarget {
  send(text: string): void;
  close(): void;
}

/**
 * `hide`: the user left the page, and it may be in the back/forward cache. `show`: the page is shown again. `wake`: the
 * device may have slept, or the network may be available again.
 */
export type PageEvent = 'hide' | 'show' | 'wake';

/** Time, random numbers and the APIs of the platform that live boards use. Tests have an implementation of their own. */
export abstract class LiveEnvironment {
  abstract readonly scheduler: SchedulerLike;

  abstract readonly page$: Observable<PageEvent>;

  /** Whether the page is visible. Emits immediately and with every change. */
  abstract readonly visible$: Observable<boolean>;

  /** Returns a random number, at least 0 and below 1. */
  abstract random(): number;

  abstract openSocket(): LiveSocket;

  /** Returns the current time in ms since 1970. */
  now(): number {
    return this.scheduler.now();
  }
}
