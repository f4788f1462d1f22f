import { BehaviorSubject, type Observable, type Subscription, distinctUntilChanged, map } from 'rxjs';
import { isObject } from '../../../wire/is-object';
import { isRange, RANGES, type TimeRange } from '../../../wire/range';
import { BrowserEnvironment } from '../../stream/browser-environment';
import { clockDifference } from '../../stream/clock-difference';
import type { ConnectionStatus } from '../../stream/connection/connection-status';
import { HeadlessEnvironment } from '../../stream/headless-environment';
import { ApiClient } from '../../stream/http/api-client';
import type { BoardProblem } from '../../stream/http/api-error';
import { ServerAddress } from '../../stream/http/server-address';
import { SnapshotReader } from '../../stream/http/snapshot-reader';
import type { LiveEnvironment } from '../../stream/live-environment';
import { loadConfig, settingsIn } from '../../stream/live-settings';
import { type LiveState, initialState } from '../../stream/live-state';
import { LiveStream } from '../../stream/live-stream';
import type { BoardView } from '../../stream/snapshot/board-view';

/** The options of `openBoard`. */
export interface BoardOptions {
  /**
   * The address of the server, like `https://example.com/boardcast/`; relative addresses start from the page. Default: the base URL
   * of the page. In Node and in workers there is no page, so it is required.
   */
  readonly url?: string | undefined;
  /** The slug of the board, like `this-server`. */
  readonly board: string;
  /** A live range, like `1h`, or a fixed one, like `{ from, to }` in ms since 1970. Default: the range of the board's definition. */
  readonly range?: TimeRange | undefined;
}

/** What is known about a board. Parts that did not change stay the same objects. */
export interface BoardState {
  /**
   * The board with its data. Undefined until the first response, and after `show` of another board. After `show` of another range,
   * it is the view of the previous range until the server has responded. If the connection is lost, it keeps the last values.
   */
  readonly view?: BoardView | undefined;
  /** The connection to the server. */
  readonly status: ConnectionStatus;
  /** Why the server rejected the last request; undefined after a success. */
  readonly problem?: BoardProblem | undefined;
}

/** A board that is kept up to date until it is closed. */
export interface OpenedBoard {
  /** Emits the current state immediately, and then every change: at most one new view a second. Completes after `close`. Never errors. */
  readonly state$: Observable<BoardState>;
  /** The current state. */
  readonly state: BoardState;
  /**
   * Shows another board, or another range. Without a range, that of the board's definition.
   * @throws TypeError if `board` is missing, or `range` is not a range
   */
  show(board: string, range?: TimeRange): void;
  /** Loads all data now. */
  refresh(): void;
  /**
   * Returns the time of the server's clock, in ms since 1970. Data has times of the server: its age is
   * `serverNow() - Date.parse(data.updatedAt)`, even if the clock of this device is wrong.
   */
  serverNow(): number;
  /** Closes the connection. The state stays as it is. */
  close(): void;
}

/**
 * Opens a board and keeps it up to date: a WebSocket notifies about changes, and requests load what has changed. All
 * data is also loaded once a minute (`POLL_INTERVAL`), with and without a WebSocket. If the connection is lost, it is opened again.
 * Works in browsers, in workers and in Node.
 *
 * @param options the server, the board and the range
 * @throws TypeError if `url` is not the address of a server, or if it is missing and there is no page; if `board` is
 * missing; if `range` is not a range
 */
export function openBoard({ url, board, range }: BoardOptions): OpenedBoard {
  checkRequest(board, range);
  const page = typeof document === 'undefined' ? undefined : document;
  const server = addressOf(url, page);
  const environment =
    page === undefined ? new HeadlessEnvironment(server.webSocket) : new BrowserEnvironment(page, server.webSocket);
  const opened = new BoardConnection(new ApiClient(server), environment);
  opened.show(board, range);
  return opened;
}

function addressOf(url: string | undefined, page: Document | undefined): ServerAddress {
  if (url !== undefined) return new ServerAddress(url, page?.baseURI);
  if (page !== undefined) return ServerAddress.ofPage(page.baseURI);
  throw new TypeError("Pass the address of the server: openBoard({ url: 'https://boards.example.com/', … }).");
}

/** For callers without types. */
function checkRequest(board: unknown, range: unknown): void {
  if (typeof board !== 'string' || board === '') {
    throw new TypeError(
      "Pass the slug of a board, like 'this-server': it is the end of its address, /boards/this-server.",
    );
  }
  if (range !== undefined && !isRange(range) && !isWindow(range)) {
    throw new TypeError(`The range must be one of ${RANGES.join(', ')}, or { from, to } in ms since 1970.`);
  }
}

function isWindow(range: unknown): boolean {
  if (!isObject(range)) return false;
  const { from, to } = range;
  return isTime(from) && isTime(to) && from < to;
}

/** Also a time with a fraction, as `Date.now() - 0.1 * 3_600_000` may be. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}

/** A live stream, its state, and the clock of its server. */
class BoardConnection implements OpenedBoard {
  private readonly stream: LiveStream;
  private readonly running: Subscription;
  private readonly current$: BehaviorSubject<LiveState>;
  private aheadMs = 0;

  readonly state$: Observable<BoardState>;

  constructor(
    client: ApiClient,
    private readonly environment: LiveEnvironment,
  ) {
    const snapshots = new SnapshotReader(client, {
      now: () => environment.now(),
      update: (date, sentAt, receivedAt) => {
        this.aheadMs = clockDifference(this.aheadMs, date, sentAt, receivedAt);
      },
    });
    this.stream = new LiveStream(environment, snapshots, settingsIn(loadConfig(client, environment)));
    this.current$ = new BehaviorSubject(initialState(environment.now()));
    this.state$ = this.current$.pipe(map(toBoardState), distinctUntilChanged(isSame));
    this.running = this.stream.state$.subscribe(this.current$);
  }

  get state(): BoardState {
    return toBoardState(this.current$.value);
  }

  show(board: string, range?: TimeRange): void {
    checkRequest(board, range);
    this.stream.show(board, range);
  }

  refresh(): void {
    this.stream.refresh();
  }

  serverNow(): number {
    return this.environment.now() + this.aheadMs;
  }

  close(): void {
    this.running.unsubscribe();
    this.current$.complete();
  }
}

function toBoardState({ view, status, problem }: LiveState): BoardState {
  return { view, status, problem };
}

function isSame(a: BoardState, b: BoardState): boolean {
  return a.view === b.view && a.status === b.status && a.problem === b.problem;
}
