import { DOCUMENT, Injectable, inject } from '@angular/core';
import {
  type Observable,
  type SchedulerLike,
  asyncScheduler,
  defer,
  distinctUntilChanged,
  filter,
  fromEvent,
  map,
  merge,
  startWith,
} from 'rxjs';
import { SERVER_ADDRESS } from '../api/server-address';

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

/** Time, random numbers and browser APIs for live boards. Tests provide their own. */
@Injectable({
  providedIn: 'root',
  useFactory: () => new BrowserEnvironment(inject(DOCUMENT), inject(SERVER_ADDRESS).webSocket),
})
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

class BrowserEnvironment extends LiveEnvironment {
  readonly scheduler = asyncScheduler;
  readonly page$: Observable<PageEvent>;
  readonly visible$: Observable<boolean>;

  /** @param webSocket the address of the WebSocket */
  constructor(
    document: Document,
    private readonly webSocket: string,
  ) {
    super();
    const window = document.defaultView;
    if (window === null) throw new Error('A live board needs a document with a window.');
    const isVisible = (): boolean => document.visibilityState === 'visible';
    this.visible$ = defer(() =>
      fromEvent(document, 'visibilitychange').pipe(map(isVisible), startWith(isVisible()), distinctUntilChanged()),
    );
    this.page$ = merge(
      fromEvent(window, 'pagehide').pipe(map((): PageEvent => 'hide')),
      fromEvent(window, 'pageshow').pipe(map((): PageEvent => 'show')),
      merge(
        fromEvent(document, 'visibilitychange').pipe(filter(isVisible)),
        fromEvent(document, 'resume'),
        fromEvent(window, 'online'),
      ).pipe(map((): PageEvent => 'wake')),
    );
  }

  random(): number {
    return Math.random();
  }

  openSocket(): LiveSocket {
    return new WebSocket(this.webSocket);
  }
}
