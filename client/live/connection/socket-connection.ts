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
import type { ServerMessage } from '../../../wire/messages';
import { CloseCode, DEFAULT_GRACE_MS } from '../../../wire/protocol';
import type { Position } from '../../../wire/snapshot';
import type { LiveEnvironment } from '../live-environment';
import { type Send, type SocketEvent, SocketLost, openLiveSocket } from './live-socket';
import { ReconnectDelay } from './reconnect-delay';
import { checkSilence } from './silence-check';

/** The server sends a heartbeat every 25 s: after this time without a message the connection is lost. */
const SILENCE_MS = 60_000;

/** On waking up less silence is enough: a heartbeat is overdue. */
export const SILENCE_ON_WAKE_MS = 35_000;

/** From the first attempt to open to the first answer to a subscription. */
const PROOF_MS = 20_000;

/** However often the page wakes: so much time between two attempts. */
const ATTEMPT_SPACING_MS = 1_000;

export type ConnectionEvent =
  /** The server answered to a subscription, or responds again: from here on its notices come. */
  | { type: 'up' }
  /** The connection, or the attempt at one, ended or does not respond; `code` is the close frame's. */
  | { type: 'down'; code?: number }
  /** The board is at this position now; refetch within `spreadMs`. */
  | { type: 'position'; board: string; position: Position; spreadMs: number }
  /** The board is not watched: it was deleted while it was, or never could be. */
  | { type: 'gone'; board: string }
  | { type: 'denied'; board: string; status: number }
  | { type: 'ignored' };

/** Keeps one socket up, through losses, deploys, sleep and the back/forward cache, and one board subscribed over it. */
export class SocketConnection {
  /** Connects while subscribed to, once. */
  readonly events$: Observable<ConnectionEvent>;

  private readonly wanted$ = new BehaviorSubject<string | undefined>(undefined);
  private readonly hurry$ = new Subject<void>();
  private readonly delay: ReconnectDelay;
  private refused = false;
  private subscriptions = 0;
  private attemptedAt = 0;
  private heardAt = 0;
  private givenUpOnWake = false;
  private closeCode: number | undefined;
  private graceMs: number | undefined;

  constructor(
    private readonly environment: LiveEnvironment,
    reconnectDelayMs: () => number,
  ) {
    this.delay = new ReconnectDelay(() => environment.random(), reconnectDelayMs);
    const connected$ = defer(() => this.connection()).pipe(
      // A clean close completes, so that `retry` alone would never come back after a deploy.
      repeat({ delay: () => this.pause() }),
      retry({ delay: () => this.pause() }),
    );
    this.events$ = environment.page$.pipe(
      filter((event) => event !== 'wake'),
      map((event) => event === 'show'),
      startWith(true),
      distinctUntilChanged(),
      // An open socket keeps a page out of the back/forward cache.
      switchMap((shown) => (shown ? connected$ : of<ConnectionEvent>({ type: 'down' }))),
    );
  }

  watch(board: string): void {
    if (board !== this.wanted$.value) {
      this.refused = false;
      this.wanted$.next(board);
    }
  }

  /** Subscribes again where the server refused before: the board is known to be there. */
  watchAgain(): void {
    if (this.refused) {
      this.refused = false;
      this.wanted$.next(this.wanted$.value);
    }
  }

  /** Cuts the wait for the next attempt short: the server is known to be there. */
  hurry(): void {
    this.hurry$.next();
  }

  private connection(): Observable<ConnectionEvent> {
    this.attemptedAt = this.heardAt = this.environment.now();
    this.givenUpOnWake = false;
    this.closeCode = this.graceMs = undefined;
    const { scheduler } = this.environment;
    return concat(
      openLiveSocket(() => this.environment.openSocket()).pipe(
        timeout({
          each: SILENCE_MS,
          scheduler,
          with: () => throwError(() => new SocketLost('The server fell silent.')),
        }),
        tap(() => (this.heardAt = this.environment.now())),
        connect((socket$) => this.conversation(socket$)),
      ),
      defer(() => of(this.ended())),
    ).pipe(
      catchError((error: unknown) =>
        concat(
          of(this.ended()),
          throwError(() => error),
        ),
      ),
    );
  }

  private conversation(socket$: Observable<SocketEvent>): Observable<ConnectionEvent> {
    const proof$ = socket$.pipe(filter(isProof), take(1));
    return merge(
      proof$.pipe(
        tap(() => {
          this.delay.reset();
        }),
        map((): ConnectionEvent => ({ type: 'up' })),
      ),
      socket$.pipe(mergeMap((event) => this.understand(event))),
      merge(this.subscribeTo(socket$), this.wakeUp(), this.demand(proof$), this.responsiveness(socket$, proof$)).pipe(
        takeUntil(socket$.pipe(ignoreElements(), endWith(undefined))),
      ),
    );
  }

  private understand(event: SocketEvent): Observable<ConnectionEvent> {
    switch (event.type) {
      case 'message':
        return this.translate(event.message);
      case 'ignored':
        return of({ type: 'ignored' });
      case 'closed':
        this.closeCode = event.code;
        return EMPTY;
      case 'opened':
        return EMPTY;
    }
  }

  private translate({ event, data }: ServerMessage): Observable<ConnectionEvent> {
    switch (event) {
      case 'subscribed':
        return of(toPosition(data, 0));
      case 'changed':
        return of(toPosition(data, data.spreadMs));
      case 'gone':
        this.refused ||= data.board === this.wanted$.value;
        return of({ type: 'gone', board: data.board });
      case 'denied':
        this.refused ||= data.board === this.wanted$.value;
        return of({ type: 'denied', board: data.board, status: data.status });
      case 'error':
        this.refused ||= data.id === this.subscriptions;
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

  /** After `hello`, and with every change of the wish. */
  private subscribeTo(socket$: Observable<SocketEvent>): Observable<never> {
    let send: Send | undefined;
    return socket$.pipe(
      tap((event) => {
        send = event.type === 'opened' ? event.send : send;
      }),
      filter((event) => event.type === 'message' && event.message.event === 'hello'),
      take(1),
      switchMap(() => this.wanted$.pipe(startWith(undefined), pairwise())),
      tap(([before, board]) => {
        if (before !== undefined && before !== board) {
          send?.('unsubscribe', { board: before });
        }
        if (board !== undefined) {
          this.refused = false;
          send?.('subscribe', { id: ++this.subscriptions, board });
        }
      }),
      ignoreElements(),
    );
  }

  /** A sleeping machine's socket is mostly dead, and would be found so only a minute later. */
  private wakeUp(): Observable<never> {
    return this.environment.page$.pipe(
      filter((event) => event !== 'hide' && this.environment.now() - this.heardAt >= SILENCE_ON_WAKE_MS),
      map(() => {
        this.givenUpOnWake = true;
        throw new SocketLost('The server was silent when the page woke up.');
      }),
    );
  }

  /** Once the server has answered: whether it goes on responding. */
  private responsiveness(socket$: Observable<SocketEvent>, proof$: Observable<unknown>): Observable<ConnectionEvent> {
    const check = (send: Send): Observable<boolean> =>
      checkSilence(socket$, {
        environment: this.environment,
        lastInboundAt: () => this.heardAt,
        ping: () => {
          send('ping', {});
        },
      });
    return socket$.pipe(
      filter((event) => event.type === 'opened'),
      switchMap(({ send }) => proof$.pipe(switchMap(() => check(send)))),
      map((responds): ConnectionEvent => ({ type: responds ? 'up' : 'down' })),
    );
  }

  /** Proxies exist that open a socket and let nothing through. */
  private demand(proof$: Observable<unknown>): Observable<never> {
    return timer(PROOF_MS, this.environment.scheduler).pipe(
      takeUntil(proof$),
      map(() => {
        throw new SocketLost('The server did not answer over the socket.');
      }),
    );
  }

  private ended(): ConnectionEvent {
    return { type: 'down', ...(this.closeCode !== undefined && { code: this.closeCode }) };
  }

  private pause(): Observable<unknown> {
    return merge(
      timer(this.pauseMs(), this.environment.scheduler),
      merge(this.environment.page$.pipe(filter((event) => event !== 'hide')), this.hurry$).pipe(this.spaced()),
    ).pipe(take(1));
  }

  private pauseMs(): number {
    if (this.givenUpOnWake) {
      return 0;
    }
    if (this.graceMs !== undefined || this.closeCode === CloseCode.Restart) {
      return this.environment.random() * (this.graceMs ?? DEFAULT_GRACE_MS);
    }
    return this.delay.next();
  }

  private spaced<T>(): MonoTypeOperatorFunction<T> {
    const { scheduler } = this.environment;
    return delayWhen(() => timer(Math.max(0, this.attemptedAt + ATTEMPT_SPACING_MS - scheduler.now()), scheduler));
  }
}

function isProof(event: SocketEvent): boolean {
  return event.type === 'message' && (event.message.event === 'subscribed' || event.message.event === 'denied');
}

function toPosition({ board, epoch, revision }: Position & { board: string }, spreadMs: number): ConnectionEvent {
  return { type: 'position', board, position: { epoch, revision }, spreadMs };
}
