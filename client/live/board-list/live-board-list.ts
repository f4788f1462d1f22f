import { Injectable, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import {
  type Observable,
  Subject,
  catchError,
  combineLatest,
  defer,
  distinctUntilChanged,
  filter,
  map,
  merge,
  of,
  repeat,
  scan,
  startWith,
  switchMap,
  tap,
  timeout,
  timer,
} from 'rxjs';
import { REQUEST_TIMEOUT_MS } from '../../stream/http/api-client';
import { type BoardProblem, ApiError } from '../../stream/http/api-error';
import { type BoardList, BoardsApi } from '../../api/boards-api';
import { enterState } from '../../stream/connection/connection-facts';
import type { ConnectionStatus } from '../../stream/connection/connection-status';
import { LiveConfig } from '../live-config';
import { LIVE_ENVIRONMENT } from '../live-environment';
import { initialState } from '../../stream/live-state';

const RETRY_MS = 5_000;

/** The interval of a visible page, so that new boards and file errors appear soon. Unchanged lists cost only a 304. */
const REFRESH_MS = 2_000;

interface ListState extends Partial<BoardList> {
  readonly problem?: BoardProblem | undefined;
  readonly status: ConnectionStatus;
}

type ListEvent = BoardList | { problem: BoardProblem | undefined } | { pollIntervalMs: number };

/**
 * Polls the list of boards. There are no change notifications for it. Provide it in the component that shows the list.
 */
@Injectable()
export class LiveBoardList {
  private readonly api = inject(BoardsApi);
  private readonly environment = inject(LIVE_ENVIRONMENT);
  private readonly settings$ = inject(LiveConfig).settings$;
  private readonly refresh$ = new Subject<void>();
  private readonly state = toSignal(this.states(), { requireSync: true });

  /** Undefined until the first response. */
  readonly boards = computed(() => this.state().boards);

  /** The errors of the files in the server's board folder. */
  readonly fileErrors = computed(() => this.state().fileErrors ?? []);

  readonly status = computed(() => this.state().status);

  readonly problem = computed(() => this.state().problem);

  /** Loads the list immediately. */
  refresh(): void {
    this.refresh$.next();
  }

  private states(): Observable<ListState> {
    const initial: ListState = { status: initialState(this.environment.now()).status };
    return combineLatest([this.settings$, this.environment.visible$]).pipe(
      map(([{ pollIntervalMs }, visible]) => (visible ? Math.min(pollIntervalMs, REFRESH_MS) : pollIntervalMs)),
      distinctUntilChanged(),
      switchMap((pollIntervalMs) => merge(of<ListEvent>({ pollIntervalMs }), this.polls(pollIntervalMs))),
      scan((state: ListState, event) => next(state, event, this.environment.now()), initial),
      startWith(initial),
    );
  }

  private polls(pollIntervalMs: number): Observable<ListEvent> {
    const { scheduler } = this.environment;
    let delayMs = pollIntervalMs;
    const poll$ = defer(() => this.api.list()).pipe(
      timeout({ first: REQUEST_TIMEOUT_MS, scheduler }),
      catchError((error: unknown) => of<ListEvent>({ problem: error instanceof ApiError ? error.problem : undefined })),
      tap((event) => {
        delayMs = 'boards' in event ? pollIntervalMs : Math.min(RETRY_MS, pollIntervalMs);
      }),
      repeat({ delay: () => timer(delayMs * (0.9 + 0.2 * this.environment.random()), scheduler) }),
    );
    const wake$ = this.environment.page$.pipe(filter((event) => event !== 'hide'));
    return merge(wake$, this.refresh$).pipe(
      startWith(undefined),
      switchMap(() => poll$),
    );
  }
}

function next(state: ListState, event: ListEvent, now: number): ListState {
  if ('pollIntervalMs' in event) {
    return { ...state, status: { ...state.status, pollIntervalMs: event.pollIntervalMs } };
  }
  if ('boards' in event) {
    const status = { ...enterState(state.status, 'polling', now), lastUpdateAt: now };
    return { boards: event.boards, fileErrors: event.fileErrors, status };
  }
  return { ...state, problem: event.problem, status: enterState(state.status, 'offline', now) };
}
