import { NEVER, type Observable, defer, delay, finalize, map, of, switchMap, throwError, timer } from 'rxjs';
import type { TimeRange } from '../../../wire/range';
import type { Position, Snapshot } from '../../../wire/schemas/snapshot';
import { ApiError } from '../http/api-error';
import type { SnapshotReader } from '../http/snapshot-reader';
import type { FakeSocket } from './fake-socket';
import { ModelBoard } from './model-board';
import type { VirtualEnvironment } from './virtual-environment';

/** The result of a GET. `old`: the data before the last push. A number: an error with this status. */
export type GetResult = 'respond' | 'hang' | 'fail' | 'old' | number;

export interface Request {
  at: number;
  board: string;
  range?: TimeRange | undefined;
  since?: string | undefined;
}

/** A simulated server in virtual time. The test chooses its failures. */
export class ModelServer implements Pick<SnapshotReader, 'data'> {
  readonly boards = new Map<string, ModelBoard>();
  readonly requests: Request[] = [];

  /** The results of the next GETs, in order. `gets` is the result of the GETs after them. */
  readonly nextGets: GetResult[] = [];
  gets: GetResult = 'respond';

  /** Whether sockets can be opened. */
  socketsOpen = true;

  /** Returns the time from the request to reading the data, and from there to the response, in ms. */
  latency: () => [number, number] = () => [10, 10];

  spreadMs = 0;

  /** The number of GETs in flight, and its maximum. */
  inFlight = 0;
  maxInFlight = 0;
  private before: ModelBoard | undefined;
  private readonly connections = new Map<FakeSocket, Set<string>>();

  constructor(private readonly environment: VirtualEnvironment) {
    this.boards.set('b', new ModelBoard());
    environment.onSocket = (socket) => {
      this.accept(socket);
    };
  }

  get board(): ModelBoard {
    return this.boards.get('b') ?? new ModelBoard();
  }

  data(board: string, range?: TimeRange, since?: Position): Observable<Snapshot> {
    return defer(() => {
      const request = { at: this.environment.now(), board, range, since: since && `${since.epoch}.${since.revision}` };
      this.requests.push(request);
      const [requestDelayMs, responseDelayMs] = this.latency();
      const { scheduler } = this.environment;
      const result = this.nextGets.shift() ?? this.gets;
      this.maxInFlight = Math.max(this.maxInFlight, ++this.inFlight);
      const response$ =
        result === 'hang'
          ? NEVER
          : timer(requestDelayMs, scheduler).pipe(
              switchMap(() => this.respond(request, result)),
              delay(responseDelayMs, scheduler),
            );
      return response$.pipe(finalize(() => this.inFlight--));
    });
  }

  /** Pushes a value and notifies the subscribed connections. */
  push(value: number, panel = 'p', board = 'b'): void {
    this.before = this.boards.get(board)?.copy();
    this.boards.get(board)?.push(panel, this.environment.now(), value);
    this.notify(board);
  }

  notify(board = 'b'): void {
    const position = this.boards.get(board)?.position;
    for (const [socket, subscribed] of this.connections) {
      if (position && subscribed.has(board)) {
        socket.receive('changed', { board, ...position, spreadMs: this.spreadMs });
      }
    }
  }

  delete(board = 'b'): void {
    this.boards.delete(board);
    for (const [socket, subscribed] of this.connections) {
      if (subscribed.delete(board)) {
        socket.receive('gone', { board, reason: 'deleted' });
      }
    }
  }

  heartbeat(): void {
    for (const socket of this.connections.keys()) {
      socket.receive('heartbeat', {});
    }
  }

  /** Closes all sockets. Code 1006 is a lost connection. */
  disconnect(code = 1006): void {
    for (const socket of [...this.connections.keys()]) {
      this.connections.delete(socket);
      socket.end(code);
    }
  }

  /** Loses the network without a close: open sockets pass no more messages in either direction. */
  loseNetwork(): void {
    this.connections.clear();
  }

  /** Stops the server: GETs fail and all sockets close. */
  kill(): void {
    this.gets = 'fail';
    this.socketsOpen = false;
    this.disconnect();
  }

  start(): void {
    this.gets = 'respond';
    this.socketsOpen = true;
    for (const board of this.boards.values()) {
      board.restart();
    }
  }

  private accept(socket: FakeSocket): void {
    const { scheduler } = this.environment;
    socket.onSent = (event, { id, board }) => {
      scheduler.schedule(() => {
        this.receive(socket, event, id as number, board as string);
      }, 5);
    };
    scheduler.schedule(() => {
      if (socket.state !== 'connecting') {
        return;
      }
      if (!this.socketsOpen) {
        socket.end(1006);
        return;
      }
      socket.open();
      this.connections.set(socket, new Set());
      socket.receive('hello', { protocol: 1, epoch: this.board.epoch, heartbeatMs: 25_000, maxBoards: 32 });
    }, 5);
  }

  private receive(socket: FakeSocket, event: string, id: number, board: string): void {
    const subscribed = this.connections.get(socket);
    if (subscribed === undefined) {
      return;
    }
    if (event === 'ping') {
      socket.receive('pong', {});
      return;
    }
    if (event === 'unsubscribe') {
      subscribed.delete(board);
      return;
    }
    const model = this.boards.get(board);
    if (model === undefined) {
      socket.receive('denied', { id, board, status: 404 });
    } else {
      subscribed.add(board);
      socket.receive('subscribed', { id, board, ...model.position });
    }
  }

  private respond({ board, range, since }: Request, result: GetResult): Observable<Snapshot> {
    if (result === 'fail') {
      return throwError(() => new TypeError('Failed to fetch'));
    }
    if (typeof result === 'number') {
      return throwError(() => new ApiError(result, `Status ${result}.`));
    }
    const model = result === 'old' && this.before?.slug === board ? this.before : this.boards.get(board);
    return model === undefined
      ? throwError(() => new ApiError(404, 'Board not found.'))
      : of(model).pipe(map(() => model.snapshot(this.environment.now(), range, since)));
  }
}
