import { DestroyRef, DOCUMENT, Injectable, inject } from '@angular/core';
import { EMPTY, Observable, catchError, defer, filter, fromEvent, startWith, switchMap } from 'rxjs';

/**
 * Keeps the screen on while the component that provides this service exists (Screen Wake Lock API). The browser releases the
 * lock whenever the page is hidden, so it is requested again each time the page becomes visible. If there is no wake lock
 * (plain HTTP, old browsers) or the request is rejected (low battery), the screen follows its own settings.
 */
@Injectable()
export class WakeLock {
  constructor() {
    const document = inject(DOCUMENT);
    // Undefined in old browsers and over plain HTTP, although its type says otherwise.
    const wakeLock: Navigator['wakeLock'] | undefined = document.defaultView?.navigator.wakeLock;
    if (wakeLock === undefined) return;
    const subscription = fromEvent(document, 'visibilitychange')
      .pipe(
        startWith(undefined),
        filter(() => document.visibilityState === 'visible'),
        switchMap(() => hold(wakeLock)),
      )
      .subscribe();
    inject(DestroyRef).onDestroy(() => {
      subscription.unsubscribe();
    });
  }
}

/** Holds the lock while there is a subscription. */
function hold(wakeLock: Navigator['wakeLock']): Observable<never> {
  return defer(() => wakeLock.request('screen')).pipe(
    switchMap(
      (lock) =>
        new Observable<never>(() => () => {
          void lock.release();
        }),
    ),
    // Nobody at the TV can fix this, so the error is not shown.
    catchError(() => EMPTY),
  );
}
