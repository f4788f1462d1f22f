import {
  EMPTY,
  type Observable,
  Subject,
  combineLatest,
  connect,
  defer,
  distinctUntilChanged,
  filter,
  ignoreElements,
  map,
  merge,
  mergeMap,
  of,
  repeat,
  share,
  startWith,
  switchMap,
  take,
  tap,
  timer,
} from 'rxjs';
import { sameRange, type TimeRange } from '../../wire/range';
import { CloseCode } from '../../wire/protocol';
import { BoardFetch, type BoardRequest } from './snapshot/board-fetch';
import type { LiveSettings } from './live-settings';
import type { LiveEnvironment } from './live-environment';
import { type LiveEvent, type LiveState, initialState, nextState } from './live-state';
import { POLLING_AFTER_MS } from './connection/connection-facts';
import { paceUpdates } from './snapshot/pace-updates';
import type { SnapshotReader } from './http/snapshot-reader';
import { SILENCE_ON_WAKE_MS, ReconnectingSocket } from './connection/reconnecting-socket';

/** The minimum time between two updates of the view. Requests of the user are shown immediately. */
export const UPDATE_INTERVAL_MS = 1_000;

/** Each poll is up to this share of the interval earlier or later, so pages opened together do not poll together. */
const POLL_JITTER = 0.1;

/** When the page wakes up, a response younger than this is not refetched. */
const FRESH_MS = 5_000;

/**
 * Keeps one board up to date. Change notifications over a socket and a regular poll trigger GETs, of which at most one
 * is in flight.
 */
export class LiveStream {
  /** Emits the current state immediately, and then every change. Subscribe only once. Never errors or completes. */
  readonly state$: Observable<LiveState> = defer(() => this.run());

  private readonly requests$ = new Subject<BoardRequest>();
  private readonly restartPolling$ = new Subject<void>();
  private readonly connection: ReconnectingSocket;
  private fetch: BoardFetch | undefined;
  private state: LiveState;

  constructor(
    private readonly environment: LiveEnvironment,
    private readonly api: Pick<SnapshotReader, 'data'>,
    private readonly settings$: Observable<LiveSettings>,
  ) {
    this.state = initialState(environment.now());
    this.connection = new ReconnectingSocket(environment, () => this.state.reconnectDelayMs);
  }

  /**
   * Shows a board. Does nothing if the board and the range are already shown.
   *
   * @param range by default, the range of the board's definition
   */
  show(board: string, range?: TimeRange): void {
    const shown = this.fetch?.request;
    if (shown?.board !== board || !sameRange(shown.range, range)) {
      this.requests$.next({ board, range });
    }
  }

  /** Loads a complete snapshot immediately. */
  refresh(): void {
    if (this.fetch !== undefined) {
      this.requests$.next(this.fetch.request);
    }
  }

  private run(): Observable<LiveState> {
    const fetchEvents$ = this.requests$.pipe(switchMap((request) => this.fetchEvents(request)));
    const connectionEvents$ = this.requests$.pipe(
      take(1),
      switchMap(() => this.connectionEvents()),
    );
    const settings$ = this.settings$.pipe(map((settings): LiveEvent => ({ type: 'settings', settings })));
    return merge(settings$, fetchEvents$, connectionEvents$, this.refreshOnWake()).pipe(
      connect((events$) => merge(events$, this.pacedViews(events$))),
      map((event) => {
        this.handle(event);
        this.state = nextState(this.state, event, this.environment.now());
        return this.state;
      }),
      startWith(this.state),
    );
  }

  /** Emits the user's request, then the results of its GETs, including polls. */
  private fetchEvents(request: BoardRequest): Observable<LiveEvent> {
    const fetch = this.fetch?.next(request) ?? new BoardFetch(request, this.api, this.environment);
    this.fetch = fetch;
    this.connection.watch(request.board);
    return merge(of<LiveEvent>({ type: 'requested', request }), fetch.run(), this.polls(fetch));
  }

  private polls(fetch: BoardFetch): Observable<never> {
    const interval$ = this.settings$.pipe(
      map(({ pollIntervalMs }) => pollIntervalMs),
      distinctUntilChanged(),
    );
    return combineLatest([interval$, this.restartPolling$.pipe(startWith(undefined))]).pipe(
      switchMap(([ms]) => defer(() => timer(this.jittered(ms), this.environment.scheduler)).pipe(repeat())),
      tap(() => {
        fetch.poll();
      }),
      ignoreElements(),
    );
  }

  private jittered(ms: number): number {
    return ms * (1 - POLL_JITTER + 2 * POLL_JITTER * this.environment.random());
  }

  private connectionEvents(): Observable<LiveEvent> {
    const events$ = this.connection.events$.pipe(share());
    const up$ = events$.pipe(
      filter((event) => event.type === 'up' || event.type === 'down'),
      map((event) => event.type === 'up'),
      startWith(false),
      distinctUntilChanged(),
    );
    // Time in the back/forward cache does not count as time without a socket.
    const shown$ = this.environment.page$.pipe(
      filter((event) => event === 'show'),
      startWith('show'),
    );
    const overdue$ = combineLatest([up$, shown$]).pipe(
      switchMap(([up]) => (up ? EMPTY : timer(POLLING_AFTER_MS, this.environment.scheduler))),
      map((): LiveEvent => ({ type: 'overdue' })),
    );
    return merge(overdue$, events$);
  }

  private refreshOnWake(): Observable<never> {
    return this.environment.page$.pipe(
      filter((event) => event !== 'hide'),
      tap(() => {
        const { facts, status } = this.state;
        const age = this.environment.now() - (status.lastUpdateAt ?? -Infinity);
        if (age >= (facts.up ? SILENCE_ON_WAKE_MS : FRESH_MS)) {
          this.restartPolling$.next();
          this.fetch?.retryNow();
        }
      }),
      ignoreElements(),
    );
  }

  private pacedViews(events$: Observable<LiveEvent>): Observable<LiveEvent> {
    return events$.pipe(
      mergeMap((event) =>
        event.type === 'responded' && event.view ? of({ view: event.view, byUser: event.byUser }) : EMPTY,
      ),
      paceUpdates(UPDATE_INTERVAL_MS, this.environment.scheduler),
      map(({ view }): LiveEvent => ({ type: 'shown', view })),
    );
  }

  /** Acts on an event. The state is still the one before it. */
  private handle(event: LiveEvent): void {
    const { facts } = this.state;
    switch (event.type) {
      case 'down':
        if (event.code === CloseCode.TooSlow) {
          this.fetch?.poll();
        }
        break;
      case 'overdue':
        this.restartPolling$.next();
        this.fetch?.poll();
        break;
      case 'position':
        if (event.board === this.fetch?.request.board) {
          this.fetch.advanceTo(event.position, event.spreadMs);
        }
        break;
      case 'gone':
        if (event.board === this.fetch?.request.board) {
          this.fetch.poll();
        }
        break;
      case 'responded':
        if (facts.get === 'failed' && !facts.up) {
          this.connection.retryNow();
        }
        if (event.view !== undefined) {
          this.connection.resubscribe();
        }
        break;
      case 'up':
      case 'failed':
      case 'requested':
      case 'settings':
      case 'denied':
      case 'ignored':
      case 'shown':
        break;
    }
  }
}
