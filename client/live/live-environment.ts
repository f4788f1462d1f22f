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
import { WEBSOCKET_PATH } from '../../wire/protocol';

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
@Injectable({ providedIn: 'root', useFactory: () => new BrowserEnvironment(inject(DOCUMENT)) })
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

  constructor(private readonly document: Document) {
    super();
    const window = this.window;
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
    const url = new URL(WEBSOCKET_PATH, this.window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(url);
  }

  private get window(): Window {
    if (this.document.defaultView === null) {
      throw new Error('A live board needs a document with a window.');
    }
    return this.document.defaultView;
  }
}
