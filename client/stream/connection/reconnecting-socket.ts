import {
  BehaviorSubject,
  EMPTY,
  type MonoTypeOperatorFunction,
  type Observable,
  Subject,
  catchError,
  concat,
  connect,
  defer,
  delayWhen,
  distinctUntilChanged,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  mergeMap,
  of,
  pairwise,
  repeat,
  retry,
  startWith,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timeout,
  timer,
} from 'rxjs';
import type { ServerMessage } from '../../../wire/schemas/messages';
import { CloseCode, DEFAULT_GRACE_MS } from '../../../wire/protocol';
import type { Position } from '../../../wire/schemas/snapshot';
import type { LiveEnvironment } from '../live-environment';
import { type Send, type SocketEvent, ConnectionLostError, openLiveSocket } from './open-live-socket';
import { ReconnectDelay } from './reconnect-delay';
import { checkSilence } from './silence-check';

/** The server sends a heartbeat every 25 s. After this time without a message, the connection counts as lost. */
const SILENCE_MS = 60_000;

/** The limit when the page wakes up. It is shorter, because a heartbeat is overdue by then. */
export const SILENCE_ON_WAKE_MS = 35_000;

/** The time from opening the socket to the first response to a subscription. */
const HANDSHAKE_TIMEOUT_MS = 20_000;

/** The minimum time between two attempts, however often the page wakes up. */
const MIN_ATTEMPT_INTERVAL_MS = 1_000;

export type ConnectionEvent =
  /** The server responded to a subscription, or responds again. From now on it sends change notifications. */
  | { type: 'up' }
  /** The connection or the attempt to connect ended, or the server does not respond. `code` is the close code. */
  | { type: 'down'; code?: number }
  /** The board is at this position now. Refetch it within `spreadMs`. */
  | { type: 'position'; board: string; position: Position; spreadMs: number }
  /** The board was deleted, so the subscription ended. */
  | { type: 'gone'; board: string }
  /** The server rejected the subscription. */
  | { type: 'denied'; board: string; status: number }
  | { type: 'ignored' };

/** Keeps one socket open and one board subscribed. Reconnects after losses, deploys and sleep. */
export class ReconnectingSocket {
  /** Connects while subscribed. Subscribe only once. */
  readonly events$: Observable<ConnectionEvent>;

  private readonly board$ = new BehaviorSubject<string | undefined>(undefined);
  private readonly retryNow$ = new Subject<void>();
  private readonly delay: ReconnectDelay;
  private rejected = false;
  private subscriptions = 0;
  private attemptedAt = 0;
  private lastInboundAt = 0;
  private closedOnWake = false;
  private closeCode: number | undefined;
  private graceMs: number | undefined;

  constructor(
    private readonly environment: LiveEnvironment,
    reconnectDelayMs: () => number,
  ) {
    this.delay = new ReconnectDelay(() => environment.random(), reconnectDelayMs);
    const connected$ = defer(() => this.connection()).pipe(
      // A clean close completes the observable, so `retry` alone would not reconnect after a deploy.
      repeat({ delay: () => this.waitToReconnect() }),
      retry({ delay: () => this.waitToReconnect() }),
    );
    this.events$ = environment.page$.pipe(
      filter((event) => event !== 'wake'),
      map((event) => event === 'show'),
      startWith(true),
      distinctUntilChanged(),
      // A page with an open socket cannot enter the back/forward cache.
      switchMap((shown) => (shown ? connected$ : of<ConnectionEvent>({ type: 'down' }))),
    );
  }

  /** Subscribes to this board instead of the previous one. */
  watch(board: string): void {
    if (board !== this.board$.value) {
      this.rejected = false;
      this.board$.next(board);
    }
  }

  /** Subscribes again if the server rejected the subscription. Call it when the board is known to exist. */
  resubscribe(): void {
    if (this.rejected) {
      this.rejected = false;
      this.board$.next(this.board$.value);
    }
  }

  /** Skips the delay before the next attempt. Call it when the server is known to respond. */
  retryNow(): void {
    this.retryNow$.next();
  }

  private connection(): Observable<ConnectionEvent> {
    this.attemptedAt = this.lastInboundAt = this.environment.now();
    this.closedOnWake = false;
    this.closeCode = this.graceMs = undefined;
    const { scheduler } = this.environment;
    return concat(
      openLiveSocket(() => this.environment.openSocket()).pipe(
        timeout({
          each: SILENCE_MS,
          scheduler,
          with: () => throwError(() => new ConnectionLostError('The server sent no message for too long.')),
        }),
        tap(() => (this.lastInboundAt = this.environment.now())),
        connect((socket$) => this.session(socket$)),
      ),
      defer(() => of(this.downEvent())),
    ).pipe(
      catchError((error: unknown) =>
        concat(
          of(this.downEvent()),
          throwError(() => error),
        ),
      ),
    );
  }

  private session(socket$: Observable<SocketEvent>): Observable<ConnectionEvent> {
    const handshake$ = socket$.pipe(filter(completesHandshake), take(1));
    return merge(
      handshake$.pipe(
        tap(() => {
          this.delay.reset();
        }),
        map((): ConnectionEvent => ({ type: 'up' })),
      ),
      socket$.pipe(mergeMap((event) => this.toConnectionEvents(event))),
      merge(
        this.subscribeTo(socket$),
        this.closeSilentOnWake(),
        this.handshakeTimeout(handshake$),
        this.responses(socket$, handshake$),
      ).pipe(takeUntil(socket$.pipe(ignoreElements(), endWith(undefined)))),
    );
  }

  private toConnectionEvents(event: SocketEvent): Observable<ConnectionEvent> {
    switch (event.type) {
      case 'message':
        return this.toMessageEvents(event.message);
      case 'ignored':
        return of({ type: 'ignored' });
      case 'closed':
        this.closeCode = event.code;
        return EMPTY;
      case 'opened':
        return EMPTY;
    }
  }

  private toMessageEvents({ event, data }: ServerMessage): Observable<ConnectionEvent> {
    switch (event) {
      case 'subscribed':
        return of(toPosition(data, 0));
      case 'changed':
        return of(toPosition(data, data.spreadMs));
      case 'gone':
        this.rejected ||= data.board === this.board$.value;
        return of({ type: 'gone', board: data.board });
      case 'denied':
        this.rejected ||= data.board === this.board$.value;
        return of({ type: 'denied', board: data.board, status: data.status });
      case 'error':
        this.rejected ||= data.id === this.subscriptions;
        return EMPTY;
      case 'drain':
        this.graceMs = data.graceMs;
        return EMPTY;
      case 'hello':
      case 'heartbeat':
      case 'pong':
        return EMPTY;
    }
  }

  /** Subscribes after `hello`, and again whenever the board changes. */
  private subscribeTo(socket$: Observable<SocketEvent>): Observable<never> {
    let send: Send | undefined;
    return socket$.pipe(
      tap((event) => {
        send = event.type === 'opened' ? event.send : send;
      }),
      filter((event) => event.type === 'message' && event.message.event === 'hello'),
      take(1),
      switchMap(() => this.board$.pipe(startWith(undefined), pairwise())),
      tap(([before, board]) => {
        if (before !== undefined && before !== board) {
          send?.('unsubscribe', { board: before });
        }
        if (board !== undefined) {
          this.rejected = false;
          send?.('subscribe', { id: ++this.subscriptions, board });
        }
      }),
      ignoreElements(),
    );
  }

  /** After a device slept, its socket is usually dead. Without this check, that would be detected a minute later. */
  private closeSilentOnWake(): Observable<never> {
    return this.environment.page$.pipe(
      filter((event) => event !== 'hide' && this.environment.now() - this.lastInboundAt >= SILENCE_ON_WAKE_MS),
      map(() => {
        this.closedOnWake = true;
        throw new ConnectionLostError('The server had sent no message for too long when the page woke up.');
      }),
    );
  }

  /** After the handshake, emits `down` when the server stops responding, and `up` when it responds again. */
  private responses(socket$: Observable<SocketEvent>, handshake$: Observable<unknown>): Observable<ConnectionEvent> {
    const check = (send: Send): Observable<boolean> =>
      checkSilence(socket$, {
        environment: this.environment,
        lastInboundAt: () => this.lastInboundAt,
        ping: () => {
          send('ping', {});
        },
      });
    return socket$.pipe(
      filter((event) => event.type === 'opened'),
      switchMap(({ send }) => handshake$.pipe(switchMap(() => check(send)))),
      map((responds): ConnectionEvent => ({ type: responds ? 'up' : 'down' })),
    );
  }

  /** Some proxies open a socket and pass no messages. */
  private handshakeTimeout(handshake$: Observable<unknown>): Observable<never> {
    return timer(HANDSHAKE_TIMEOUT_MS, this.environment.scheduler).pipe(
      takeUntil(handshake$),
      map(() => {
        throw new ConnectionLostError('The server did not respond to the subscription in time.');
      }),
    );
  }

  private downEvent(): ConnectionEvent {
    return { type: 'down', ...(this.closeCode !== undefined && { code: this.closeCode }) };
  }

  private waitToReconnect(): Observable<unknown> {
    return merge(
      timer(this.reconnectWaitMs(), this.environment.scheduler),
      merge(this.environment.page$.pipe(filter((event) => event !== 'hide')), this.retryNow$).pipe(this.rateLimit()),
    ).pipe(take(1));
  }

  private reconnectWaitMs(): number {
    if (this.closedOnWake) {
      return 0;
    }
    if (this.graceMs !== undefined || this.closeCode === CloseCode.Restart) {
      return this.environment.random() * (this.graceMs ?? DEFAULT_GRACE_MS);
    }
    return this.delay.next();
  }

  private rateLimit<T>(): MonoTypeOperatorFunction<T> {
    const { scheduler } = this.environment;
    return delayWhen(() => timer(Math.max(0, this.attemptedAt + MIN_ATTEMPT_INTERVAL_MS - scheduler.now()), scheduler));
  }
}

function completesHandshake(event: SocketEvent): boolean {
  return event.type === 'message' && (event.message.event === 'subscribed' || event.message.event === 'denied');
}

function toPosition({ board, epoch, revision }: Position & { board: string }, spreadMs: number): ConnectionEvent {
  return { type: 'position', board, position: { epoch, revision }, spreadMs };
}
