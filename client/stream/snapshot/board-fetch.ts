import {
  type Observable,
  EMPTY,
  Subject,
  catchError,
  concat,
  defer,
  exhaustMap,
  map,
  merge,
  mergeMap,
  of,
  repeat,
  retry,
  startWith,
  switchMap,
  take,
  throwError,
  timeout,
  timer,
} from 'rxjs';
import { sameRange, type TimeRange } from '../../../wire/range';
import type { Position, Snapshot } from '../../../wire/schemas/snapshot';
import type { BoardView } from './board-view';
import { type BoardProblem, ApiError } from '../http/api-error';
import { REQUEST_TIMEOUT_MS } from '../http/api-client';
import type { LiveEnvironment } from '../live-environment';
import type { SnapshotReader } from '../http/snapshot-reader';
import { mergeSnapshot } from './snapshot-merge';
import { rangeOf } from './snapshot-range';

/** When the page wakes up, a GET that is older than this is assumed to be lost. */
const LOST_AFTER_MS = 5_000;

const MIN_RETRY_MS = 500;
const MAX_RETRY_MS = 8_000;

/** The longest Retry-After that is respected. After this time a poll would be due anyway. */
const MAX_RETRY_AFTER_MS = 60_000;

/** The board, and optionally the range, that the user wants to see. */
export interface BoardRequest {
  readonly board: string;
  readonly range?: TimeRange | undefined;
}

export type FetchEvent =
  /**
   * The server responded. `view` is missing if the response cannot be shown. `byUser`: the first response to a user's
   * request.
   */
  | { type: 'responded'; view?: BoardView; byUser: boolean }
  /** `final`: a retry would not help, so the next attempt is the next poll. */
  | { type: 'failed'; problem?: BoardProblem; final: boolean };

/** Thrown to abort a GET and retry immediately. */
class RetryNow extends Error {
  override readonly name = 'RetryNow';
}

/** Thrown if the response does not contain the change that it was requested for. */
class StaleResponse extends Error {
  override readonly name = 'StaleResponse';
}

/**
 * Keeps the data of one request up to date, with at most one GET in flight. A change notification during a GET advances
 * the target position, and another GET follows until the target is reached. A GET is aborted only by the user's next
 * request, by its timeout, or when the page wakes up.
 */
export class BoardFetch {
  private readonly trigger$ = new Subject<void>();
  private readonly retryNow$ = new Subject<void>();
  /** Whether the next response must be complete: there is no data of this range yet, or a poll is due. */
  private completeNeeded = true;
  private inFlightSince: number | undefined;
  private loaded = false;
  private failures = 0;
  private spreadMs = 0;

  /**
   * @param current the last view of this board, possibly of another range; older responses are rejected
   * @param target the position that the board is known to have reached
   */
  constructor(
    readonly request: BoardRequest,
    private readonly client: Pick<SnapshotReader, 'data'>,
    private readonly environment: LiveEnvironment,
    private current?: BoardView,
    private target?: Position,
  ) {}

  /**
   * Returns the fetch for the user's next request. If it is about the same board, it continues from the current view.
   */
  next(request: BoardRequest): BoardFetch {
    return request.board === this.request.board
      ? new BoardFetch(request, this.client, this.environment, this.current, this.target)
      : new BoardFetch(request, this.client, this.environment);
  }

  /** Loads immediately, and again after each trigger. Subscribe only once. Never errors or completes. */
  run(): Observable<FetchEvent> {
    return this.trigger$.pipe(
      startWith(undefined),
      exhaustMap(() => this.fetchUntilCurrent()),
    );
  }

  /**
   * Loads until the board is at `position`.
   *
   * @param spreadMs the GET is delayed by a random time up to this
   */
  advanceTo(position: Position, spreadMs: number): void {
    const known = this.target ?? this.current;
    if (known === undefined || isAhead(position, known)) {
      this.target = position;
      this.spreadMs = spreadMs;
      this.trigger$.next();
    }
  }

  /** Loads a complete snapshot, after a GET in flight. */
  poll(): void {
    this.completeNeeded = true;
    this.trigger$.next();
  }

  /** Loads a complete snapshot now. Aborts a GET that is likely lost, and skips the delay of a retry. */
  retryNow(): void {
    const now = this.environment.now();
    if (this.inFlightSince === undefined || now - this.inFlightSince >= LOST_AFTER_MS) {
      this.completeNeeded = true;
      this.retryNow$.next();
      this.trigger$.next();
    }
  }

  private fetchUntilCurrent(): Observable<FetchEvent> {
    return defer(() => this.attempt()).pipe(
      retry({ delay: (error) => (error instanceof RetryNow ? of(undefined) : this.backOff(error)) }),
      repeat({ delay: () => (this.completeNeeded || this.target !== undefined ? of(undefined) : EMPTY) }),
    );
  }

  private attempt(): Observable<FetchEvent> {
    const { scheduler } = this.environment;
    const spread = this.environment.random() * this.spreadMs;
    return (spread > 0 ? timer(spread, scheduler) : of(0)).pipe(switchMap(() => this.load()));
  }

  private load(): Observable<FetchEvent> {
    const { board, range } = this.request;
    const complete = this.completeNeeded || !this.loaded;
    const since = !complete && this.current ? positionOf(this.current) : undefined;
    const target = this.target;
    this.completeNeeded = false;
    this.spreadMs = 0;
    this.inFlightSince = this.environment.now();
    const interrupt$ = this.retryNow$.pipe(
      map(() => {
        throw new RetryNow();
      }),
    );
    return merge(this.client.data(board, range, since), interrupt$).pipe(
      take(1),
      timeout({ first: REQUEST_TIMEOUT_MS, scheduler: this.environment.scheduler }),
      map((snapshot): FetchResult => this.accept(snapshot, since, target)),
      catchError((error: unknown) => of(this.fail(error))),
      mergeMap(({ events, again }) => {
        this.inFlightSince = undefined;
        this.completeNeeded ||= complete && again !== undefined;
        return again === undefined
          ? events
          : concat(
              events,
              throwError(() => again),
            );
      }),
    );
  }

  private accept(snapshot: Snapshot, since: Position | undefined, target: Position | undefined): FetchResult {
    const { board, range } = this.request;
    if (snapshot.board !== board || (range !== undefined && !sameRange(rangeOf(snapshot), range))) {
      throw new TypeError('The response is for another request.');
    }
    if (this.current !== undefined && isAhead(this.current, snapshot) && this.current.epoch === snapshot.epoch) {
      return { events: [{ type: 'responded', byUser: false }], again: new StaleResponse() };
    }
    if (!snapshot.complete && since === undefined) {
      throw new TypeError('The response is not a complete snapshot.');
    }
    const view = mergeSnapshot(this.current, snapshot);
    if (view === undefined) {
      this.completeNeeded = true;
      return { events: [{ type: 'responded', byUser: false }] };
    }
    const event: FetchEvent = { type: 'responded', view, byUser: !this.loaded };
    this.current = view;
    this.loaded = true;
    if (target?.epoch === view.epoch && isAhead(target, view)) {
      return { events: [event], again: new StaleResponse() };
    }
    this.failures = 0;
    // If the target of another epoch was known before the GET began, the response of any epoch reaches it.
    if (this.target === target || (this.target?.epoch === view.epoch && !isAhead(this.target, view))) {
      this.target = undefined;
    }
    return { events: [event] };
  }

  private fail(error: unknown): FetchResult {
    if (error instanceof RetryNow) {
      return { events: [], again: error };
    }
    if (!(error instanceof ApiError)) {
      return { events: [{ type: 'failed', final: false }], again: error };
    }
    const { problem, final } = error;
    const event: FetchEvent = { type: 'failed', problem, final };
    if (!final) {
      return { events: [event], again: error };
    }
    this.target = undefined;
    return { events: [event] };
  }

  /** Waits with full jitter, and at least as long as the server requests. */
  private backOff(error: unknown): Observable<unknown> {
    const maxDelay = Math.min(MAX_RETRY_MS, 2 * MIN_RETRY_MS * 2 ** this.failures++);
    const requested = (error instanceof ApiError ? error.retryAfterMs : undefined) ?? 0;
    const minDelay = Math.max(MIN_RETRY_MS, Math.min(requested, MAX_RETRY_AFTER_MS));
    const delay = minDelay + this.environment.random() * (maxDelay - MIN_RETRY_MS);
    return merge(timer(delay, this.environment.scheduler), this.retryNow$).pipe(take(1));
  }
}

/** The events of a GET. With `again`, the GET is retried because of this error. */
interface FetchResult {
  events: FetchEvent[];
  again?: unknown;
}

function positionOf({ epoch, revision }: Position): Position {
  return { epoch, revision };
}

/** Epochs have no order: a different epoch counts as newer. */
function isAhead(position: Position, other: Position): boolean {
  return position.epoch !== other.epoch || position.revision > other.revision;
}
