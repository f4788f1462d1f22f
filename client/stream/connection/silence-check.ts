import {
  EMPTY,
  type Observable,
  concat,
  defer,
  distinctUntilChanged,
  ignoreElements,
  map,
  merge,
  skip,
  startWith,
  switchMap,
  tap,
  timer,
} from 'rxjs';
import type { LiveEnvironment } from '../live-environment';
import { ConnectionLostError } from './open-live-socket';

/** After this time without an inbound message, a visible page sends a `ping`. */
const PING_AFTER_MS = 5_000;

/** After this time without a message since the `ping`, the connection counts as unresponsive. */
const UNRESPONSIVE_AFTER_MS = 4_000;

/** After this time without a message, the connection of a visible page is closed, and another one is opened. */
const CLOSED_AFTER_MS = 20_000;

export interface SilenceCheckOptions {
  readonly environment: LiveEnvironment;
  /** Returns when the last message was received, in ms since 1970. */
  readonly lastInboundAt: () => number;
  readonly ping: () => void;
}

/**
 * Checks whether the server still responds over a connection. A network can be lost without a close event. Emits
 * `false` when the server stops responding, and `true` when it responds again, for example on a slow network. Hidden
 * pages send no `ping`, because their timers run only once a minute. Errors with `ConnectionLostError` after
 * `CLOSED_AFTER_MS`.
 *
 * @param inbound$ emits with each message of the server
 */
export function checkSilence(
  inbound$: Observable<unknown>,
  { environment, lastInboundAt, ping }: SilenceCheckOptions,
): Observable<boolean> {
  const { scheduler, visible$ } = environment;
  const silence$ = defer(() =>
    concat(
      timer(Math.max(0, lastInboundAt() + PING_AFTER_MS - environment.now()), scheduler).pipe(
        tap(ping),
        ignoreElements(),
      ),
      timer(UNRESPONSIVE_AFTER_MS, scheduler).pipe(map(() => false)),
      timer(CLOSED_AFTER_MS - PING_AFTER_MS - UNRESPONSIVE_AFTER_MS, scheduler).pipe(
        map(() => {
          throw new ConnectionLostError('The server did not respond to a ping.');
        }),
      ),
    ),
  );
  return visible$.pipe(
    switchMap((visible) =>
      merge(
        inbound$.pipe(map(() => true)),
        visible
          ? inbound$.pipe(
              startWith(undefined),
              switchMap(() => silence$),
            )
          : EMPTY,
      ),
    ),
    startWith(true),
    distinctUntilChanged(),
    skip(1),
  );
}
