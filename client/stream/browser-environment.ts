import {
  type Observable,
  asyncScheduler,
  defer,
  distinctUntilChanged,
  filter,
  fromEvent,
  map,
  merge,
  startWith,
} from 'rxjs';
import { LiveEnvironment, type LiveSocket, type PageEvent } from './live-environment';

/** A page in a browser. */
export class BrowserEnvironment extends LiveEnvironment {
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
