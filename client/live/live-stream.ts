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
  scan,
  share,
  startWith,
  switchMap,
  take,
  tap,
  timer,
} from 'rxjs';
import { sameRange, type TimeRange } from '../../wire/range';
import { CloseCode } from '../../wire/protocol';
import { BoardFetch, type Question } from './snapshot/board-fetch';
import { DEFAULT_SETTINGS, type LiveSettings } from './live-config';
import type { LiveEnvironment } from './live-environment';
import { type LiveEvent, type LiveState, initialState, nextState } from './live-state';
import { POLLING_AFTER_MS } from './connection/connection-facts';
import { paceUpdates } from './snapshot/pace-updates';
import type { SnapshotsApi } from '../api/snapshots-api';
import { SILENCE_ON_WAKE_MS, SocketConnection } from './connection/socket-connection';

/** At most one update is shown in this time, the user's own acts excepted. */
export const UPDATE_SPACING_MS = 1_000;

/** Polls come this share of the interval sooner or later, so that pages opened together do not poll together. */
const POLL_JITTER = 0.1;

/** After an answer this young, waking up is no reason to ask again. */
const FRESH_MS = 5_000;

/**
 * One board, kept as new as the server's: a socket that tells when to look, merged with a poll that looks anyway, and
 * one GET at a time that does.
 */
export class LiveStream {
  /** Emits at once and with every change, while subscribed to, once; never fails or completes. */
  readonly state$: Observable<LiveState> = defer(() => this.run());

  private readonly acts$ = new Subject<Question>();
  private readonly restartPolls$ = new Subject<void>();
  private readonly link: SocketConnection;
  private settings: LiveSettings = DEFAULT_SETTINGS;
  private fetch: BoardFetch | undefined;
  private up = false;
  private failing = false;
  private answeredAt = -Infinity;

  constructor(
    private readonly environment: LiveEnvironment,
    private readonly client: Pick<SnapshotsApi, 'data'>,
    private readonly settings$: Observable<LiveSettings>,
  ) {
    this.link = new SocketConnection(environment, () => this.settings.reconnectDelayMs);
  }

  /** Turns to a board; without a range it is the board's own. Nothing happens if it is what is shown already. */
  show(board: string, range?: TimeRange): void {
    const shown = this.fetch?.question;
    if (shown?.board !== board || !sameRange(shown.range, range)) {
      this.acts$.next({ board, range });
    }
  }

  /** Asks for everything, at once. */
  refresh(): void {
    if (this.fetch !== undefined) {
      this.acts$.next(this.fetch.question);
    }
  }

  private run(): Observable<LiveState> {
    const answers$ = this.acts$.pipe(switchMap((question) => this.answer(question)));
    const link$ = this.acts$.pipe(
      take(1),
      switchMap(() => this.linkEvents()),
    );
    const settings$ = this.settings$.pipe(map((settings): LiveEvent => ({ type: 'settings', settings })));
    const initial = initialState(this.environment.now());
    return merge(settings$, answers$, link$, this.wakeUp()).pipe(
      tap((event) => {
        this.react(event);
      }),
      connect((events$) => merge(events$, this.shown(events$))),
      scan((state, event) => nextState(state, event, this.environment.now()), initial),
      startWith(initial),
    );
  }

  /** What the user asked for, its first answer and everything after, and the polls meanwhile. */
  private answer(question: Question): Observable<LiveEvent> {
    const fetch = this.fetch?.next(question) ?? new BoardFetch(question, this.client, this.environment);
    this.fetch = fetch;
    this.link.watch(question.board);
    return merge(of<LiveEvent>({ type: 'asked', question }), fetch.run(), this.polls(fetch));
  }

  private polls(fetch: BoardFetch): Observable<never> {
    const interval$ = this.settings$.pipe(
      map(({ pollIntervalMs }) => pollIntervalMs),
      distinctUntilChanged(),
    );
    return combineLatest([interval$, this.restartPolls$.pipe(startWith(undefined))]).pipe(
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

  private linkEvents(): Observable<LiveEvent> {
    const link$ = this.link.events$.pipe(share());
    const up$ = link$.pipe(
      filter((event) => event.type === 'up' || event.type === 'down'),
      map((event) => event.type === 'up'),
      startWith(false),
      distinctUntilChanged(),
    );
    // Time in the back/forward cache is not time without a socket.
    const shown$ = this.environment.page$.pipe(
      filter((event) => event === 'show'),
      startWith('show'),
    );
    const overdue$ = combineLatest([up$, shown$]).pipe(
      switchMap(([up]) => (up ? EMPTY : timer(POLLING_AFTER_MS, this.environment.scheduler))),
      map((): LiveEvent => ({ type: 'overdue' })),
    );
    return merge(overdue$, link$);
  }

  private wakeUp(): Observable<never> {
    return this.environment.page$.pipe(
      filter((event) => event !== 'hide'),
      tap(() => {
        const age = this.environment.now() - this.answeredAt;
        if (age >= SILENCE_ON_WAKE_MS || (!this.up && age >= FRESH_MS)) {
          this.restartPolls$.next();
          this.fetch?.hurry();
        }
      }),
      ignoreElements(),
    );
  }

  private shown(events$: Observable<LiveEvent>): Observable<LiveEvent> {
    return events$.pipe(
      mergeMap((event) => (event.type === 'reached' && event.view ? of({ view: event.view, own: event.own }) : EMPTY)),
      paceUpdates(UPDATE_SPACING_MS, this.environment.scheduler),
      map(({ view }): LiveEvent => ({ type: 'shown', view })),
    );
  }

  private react(event: LiveEvent): void {
    switch (event.type) {
      case 'settings':
        this.settings = event.settings;
        break;
      case 'up':
        this.up = true;
        break;
      case 'down':
        this.up = false;
        if (event.code === CloseCode.TooSlow) {
          this.fetch?.poll();
        }
        break;
      case 'overdue':
        this.restartPolls$.next();
        this.fetch?.poll();
        break;
      case 'position':
        if (event.board === this.fetch?.question.board) {
          this.fetch.notice(event.position, event.spreadMs);
        }
        break;
      case 'gone':
        if (event.board === this.fetch?.question.board) {
          this.fetch.poll();
        }
        break;
      case 'reached':
        this.reached(event.view !== undefined);
        break;
      case 'failed':
        this.failing = !event.final;
        break;
      case 'asked':
      case 'denied':
      case 'ignored':
      case 'shown':
        break;
    }
  }

  private reached(boardIsThere: boolean): void {
    if (this.failing && !this.up) {
      this.link.hurry();
    }
    if (boardIsThere) {
      this.link.watchAgain();
    }
    this.failing = false;
    this.answeredAt = this.environment.now();
  }
}
