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

/** What the live core uses of a WebSocket; it fires `open`, `message` and `close`. */
export interface LiveSocket extends EventTarget {
  send(text: string): void;
  close(): void;
}

/**
 * `hide`: the page is left, perhaps into the back/forward cache. `show`: it is back. `wake`: it may have slept, or the
 * network may be back.
 */
export type PageEvent = 'hide' | 'show' | 'wake';

/** Time, chance and the browser, as far as the live core meets them; tests bring their own. */
@Injectable({ providedIn: 'root', useFactory: () => new BrowserEnvironment(inject(DOCUMENT)) })
export abstract class LiveEnvironment {
  abstract readonly scheduler: SchedulerLike;

  abstract readonly page$: Observable<PageEvent>;

  /** Whether the page is visible: emits at once and with every change. */
  abstract readonly visible$: Observable<boolean>;

  /** At least 0, below 1. */
  abstract random(): number;

  abstract openSocket(): LiveSocket;

  /** Milliseconds since 1970. */
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
      throw new Error('A live board needs a document that is shown in a window.');
    }
    return this.document.defaultView;
  }
}
