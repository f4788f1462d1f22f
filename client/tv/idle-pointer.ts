import { DOCUMENT, type Signal, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { fromEvent, map, startWith, switchMap, timer } from 'rxjs';
import { LIVE_ENVIRONMENT } from '../live/live-environment';

const IDLE_AFTER_MS = 3_000;

/** Whether the pointer has not moved for 3 seconds. */
export function idlePointer(): Signal<boolean> {
  const { scheduler } = inject(LIVE_ENVIRONMENT);
  return toSignal(
    fromEvent(inject(DOCUMENT), 'pointermove').pipe(
      startWith(undefined),
      switchMap(() =>
        timer(IDLE_AFTER_MS, scheduler).pipe(
          map(() => true),
          startWith(false),
        ),
      ),
    ),
    { requireSync: true },
  );
}
