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
import type { Position, Snapshot } from '../../../wire/snapshot';
import type { BoardView } from './board-view';
import { type BoardProblem, ApiError } from '../../api/api-error';
import type { LiveEnvironment } from '../live-environment';
import type { SnapshotsApi } from '../../api/snapshots-api';
import { mergeSnapshot } from './snapshot-merge';
import { rangeOf } from './snapshot-range';

/** A GET that hangs longer is given up. */
const GET_TIMEOUT_MS = 15_000;

/** A GET that is older than this when the page wakes is likely lost. */
const HURRY_AFTER_MS = 5_000;

const SHORTEST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

/** A server that asks for more is asked all the same: by then a poll would have been due. */
const LONGEST_ASKED_MS = 60_000;

export interface Question {
  readonly board: string;
  readonly range?: TimeRange | undefined;
}

export type FetchEvent =
  /** The server answered; `view` is missing while nothing of it could be shown. `own`: the first answer to the user's act. */
  | { type: 'reached'; view?: BoardView; own: boolean }
  /** `final`: asking again would not help, so it is left to the next poll. */
  | { type: 'failed'; problem?: BoardProblem; final: boolean };

/** Raised where waiting would be wrong: the page woke up. */
class Hurried extends Error {
  override readonly name = 'Hurried';
}

/** The answer was made before the change that it was asked for. */
class TooOld extends Error {
  override readonly name = 'TooOld';
}

/**
 * Keeps one question answered: one GET in flight, with a target. A notice during a GET raises the target, and another
 * GET follows until it is reached; nothing ever cancels a GET but the user's next act, its timeout, or waking up.
 */
export class BoardFetch {
  private readonly due$ = new Subject<void>();
  private readonly hurry$ = new Subject<void>();
  /** Whether the next answer must be complete: nothing of this range is held, or a poll is due. */
  private completeDue = true;
  private inFlightSince: number | undefined;
  private answered = false;
  private failures = 0;
  private spreadMs = 0;

  /** `held`: what is known of this board, perhaps of another range: nothing older will be accepted. */
  constructor(
    readonly question: Question,
    private readonly client: Pick<SnapshotsApi, 'data'>,
    private readonly environment: LiveEnvironment,
    private held?: BoardView,
    private target?: Position,
  ) {}

  /** The user's next act: asks anew, but goes on from here where it is about the same board. */
  next(question: Question): BoardFetch {
    return question.board === this.question.board
      ? new BoardFetch(question, this.client, this.environment, this.held, this.target)
      : new BoardFetch(question, this.client, this.environment);
  }

  /** Asks at once, and then whenever there is reason to. Subscribe once; never fails or completes. */
  run(): Observable<FetchEvent> {
    return this.due$.pipe(
      startWith(undefined),
      exhaustMap(() => this.catchUp()),
    );
  }

  /** The board is known to be at `position`. */
  notice(position: Position, spreadMs: number): void {
    const known = this.target ?? this.held;
    if (known === undefined || isAhead(position, known)) {
      this.target = position;
      this.spreadMs = spreadMs;
      this.due$.next();
    }
  }

  /** Asks for everything, after what is under way. */
  poll(): void {
    this.completeDue = true;
    this.due$.next();
  }

  /** Asks for everything now, giving up a GET that looks lost and not waiting out a retry's delay. */
  hurry(): void {
    const now = this.environment.now();
    if (this.inFlightSince === undefined || now - this.inFlightSince >= HURRY_AFTER_MS) {
      this.completeDue = true;
      this.hurry$.next();
      this.due$.next();
    }
  }

  private catchUp(): Observable<FetchEvent> {
    return defer(() => this.attempt()).pipe(
      retry({ delay: (error) => (error instanceof Hurried ? of(undefined) : this.backOff(error)) }),
      repeat({ delay: () => (this.completeDue || this.target !== undefined ? of(undefined) : EMPTY) }),
    );
  }

  private attempt(): Observable<FetchEvent> {
    const { scheduler } = this.environment;
    const spread = this.environment.random() * this.spreadMs;
    return (spread > 0 ? timer(spread, scheduler) : of(0)).pipe(switchMap(() => this.ask()));
  }

  private ask(): Observable<FetchEvent> {
    const { board, range } = this.question;
    const complete = this.completeDue || !this.answered;
    const since = !complete && this.held ? positionOf(this.held) : undefined;
    const target = this.target;
    this.completeDue = false;
    this.spreadMs = 0;
    this.inFlightSince = this.environment.now();
    const hurried$ = this.hurry$.pipe(
      map(() => {
        throw new Hurried();
      }),
    );
    return merge(this.client.data(board, range, since), hurried$).pipe(
      take(1),
      timeout({ first: GET_TIMEOUT_MS, scheduler: this.environment.scheduler }),
      map((snapshot): Outcome => this.take(snapshot, since, target)),
      catchError((error: unknown) => of(this.fail(error))),
      mergeMap(({ events, again }) => {
        this.inFlightSince = undefined;
        this.completeDue ||= complete && again !== undefined;
        return again === undefined
          ? events
          : concat(
              events,
              throwError(() => again),
            );
      }),
    );
  }

  private take(snapshot: Snapshot, since: Position | undefined, target: Position | undefined): Outcome {
    const { board, range } = this.question;
    if (snapshot.board !== board || (range !== undefined && !sameRange(rangeOf(snapshot), range))) {
      throw new TypeError('The answer is to another question.');
    }
    if (this.held !== undefined && isAhead(this.held, snapshot) && this.held.epoch === snapshot.epoch) {
      return { events: [{ type: 'reached', own: false }], again: new TooOld() };
    }
    if (!snapshot.complete && since === undefined) {
      throw new TypeError('The answer is not complete.');
    }
    const view = mergeSnapshot(this.held, snapshot);
    if (view === undefined) {
      this.completeDue = true;
      return { events: [{ type: 'reached', own: false }] };
    }
    const event: FetchEvent = { type: 'reached', view, own: !this.answered };
    this.held = view;
    this.answered = true;
    if (target?.epoch === view.epoch && isAhead(target, view)) {
      return { events: [event], again: new TooOld() };
    }
    this.failures = 0;
    // A target of another epoch that was known before the GET began is answered by whatever epoch came.
    if (this.target === target || (this.target?.epoch === view.epoch && !isAhead(this.target, view))) {
      this.target = undefined;
    }
    return { events: [event] };
  }

  private fail(error: unknown): Outcome {
    if (error instanceof Hurried) {
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

  /** Full jitter; where the server says how long to wait, no less, and spread all the same. */
  private backOff(error: unknown): Observable<unknown> {
    const longest = Math.min(LONGEST_RETRY_MS, 2 * SHORTEST_RETRY_MS * 2 ** this.failures++);
    const asked = (error instanceof ApiError ? error.retryAfterMs : undefined) ?? 0;
    const least = Math.max(SHORTEST_RETRY_MS, Math.min(asked, LONGEST_ASKED_MS));
    const delay = least + this.environment.random() * (longest - SHORTEST_RETRY_MS);
    return merge(timer(delay, this.environment.scheduler), this.hurry$).pipe(take(1));
  }
}

/** What became of a GET; with `again` it is to be repeated after a while. */
interface Outcome {
  events: FetchEvent[];
  again?: unknown;
}

function positionOf({ epoch, revision }: Position): Position {
  return { epoch, revision };
}

/** Epochs have no order: another one is taken for a newer one. */
function isAhead(position: Position, other: Position): boolean {
  return position.epoch !== other.epoch || position.revision > other.revision;
}
