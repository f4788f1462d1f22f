import { type Observable, defer, distinctUntilChanged, filter, fromEvent, map, merge, startWith } from 'rxjs';
import { HeadlessEnvironment } from './headless-environment';
import type { PageEvent } from './live-environment';

/** A page in a browser, which the user can hide and show again. */
export class BrowserEnvironment extends HeadlessEnvironment {
  override readonly page$: Observable<PageEvent>;
  override readonly visible$: Observable<boolean>;

  /** @param webSocket the address of the WebSocket */
  constructor(document: Document, webSocket: string) {
    super(webSocket);
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
}
