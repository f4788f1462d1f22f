import { DestroyRef, DOCUMENT, Injectable, inject } from '@angular/core';
import { EMPTY, Observable, catchError, defer, filter, fromEvent, startWith, switchMap } from 'rxjs';

/**
 * Keeps the screen on for as long as the component lives that provides it (Screen Wake Lock API). The browser lets go of
 * the lock whenever the page is hidden, so it is asked for again each time the page is seen. Where there is no such lock
 * (plain http, old browsers) or it is refused (low battery), the screen follows its own settings.
 */
@Injectable()
export class WakeLock {
  constructor() {
    const document = inject(DOCUMENT);
    // Its type says that it is always there.
    const wakeLock: Navigator['wakeLock'] | undefined = document.defaultView?.navigator.wakeLock;
    if (wakeLock === undefined) return;
    const held = fromEvent(document, 'visibilitychange')
      .pipe(
        startWith(undefined),
        filter(() => document.visibilityState === 'visible'),
        switchMap(() => hold(wakeLock)),
      )
      .subscribe();
    inject(DestroyRef).onDestroy(() => {
      held.unsubscribe();
    });
  }
}

/** Holds the lock while it is subscribed to. */
function hold(wakeLock: Navigator['wakeLock']): Observable<never> {
  return defer(() => wakeLock.request('screen')).pipe(
    switchMap(
      (lock) =>
        new Observable<never>(() => () => {
          void lock.release();
        }),
    ),
    // Nothing on a wall could help with it, and nobody is there to read of it.
    catchError(() => EMPTY),
  );
}
