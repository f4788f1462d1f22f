import { NEVER, type Observable, defer, delay, finalize, map, of, switchMap, throwError, timer } from 'rxjs';
import type { TimeRange } from '../../../wire/range';
import type { Position, Snapshot } from '../../../wire/snapshot';
import { ApiError } from '../../api/api-error';
import type { SnapshotsApi } from '../../api/snapshots-api';
import type { FakeSocket } from './fake-socket';
import { ModelBoard } from './model-board';
import type { VirtualEnvironment } from './virtual-environment';

/** What becomes of a GET; `old` is an answer from before the last change, a number that status. */
export type Fate = 'answer' | 'hang' | 'fail' | 'old' | number;

export interface Request {
  at: number;
  board: string;
  range?: TimeRange | undefined;
  since?: string | undefined;
}

/** A server as the contract has it, in virtual time, whose ways to fail the test chooses. */
export class ModelServer implements Pick<SnapshotsApi, 'data'> {
  readonly boards = new Map<string, ModelBoard>();
  readonly requests: Request[] = [];

  /** What becomes of the next GETs: the first entry serves the next one; `gets` those after. */
  readonly nextGets: Fate[] = [];
  gets: Fate = 'answer';

  /** Whether sockets are let through. */
  socketsOpen = true;

  /** From the request to the reading of the data, and from there to the answer, in milliseconds. */
  latency: () => [number, number] = () => [10, 10];

  spreadMs = 0;

  /** GETs under way, and the most there ever were. */
  inFlight = 0;
  mostInFlight = 0;
  private before: ModelBoard | undefined;
  private readonly viewers = new Map<FakeSocket, Set<string>>();

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
      const [reach, answer] = this.latency();
      const { scheduler } = this.environment;
      const fate = this.nextGets.shift() ?? this.gets;
      this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
      const answer$ =
        fate === 'hang'
          ? NEVER
          : timer(reach, scheduler).pipe(
              switchMap(() => this.answer(request, fate)),
              delay(answer, scheduler),
            );
      return answer$.pipe(finalize(() => this.inFlight--));
    });
  }

  /** A value is pushed: the board changes and its viewers are told. */
  push(value: number, panel = 'p', board = 'b'): void {
    this.before = this.boards.get(board)?.copy();
    this.boards.get(board)?.push(panel, this.environment.now(), value);
    this.notify(board);
  }

  notify(board = 'b'): void {
    const position = this.boards.get(board)?.position;
    for (const [socket, watched] of this.viewers) {
      if (position && watched.has(board)) {
        socket.receive('changed', { board, ...position, spreadMs: this.spreadMs });
      }
    }
  }

  delete(board = 'b'): void {
    this.boards.delete(board);
    for (const [socket, watched] of this.viewers) {
      if (watched.delete(board)) {
        socket.receive('gone', { board, reason: 'deleted' });
      }
    }
  }

  heartbeat(): void {
    for (const socket of this.viewers.keys()) {
      socket.receive('heartbeat', {});
    }
  }

  /** All sockets end; 1006 stands for a lost connection. */
  disconnect(code = 1006): void {
    for (const socket of [...this.viewers.keys()]) {
      this.viewers.delete(socket);
      socket.end(code);
    }
  }

  /** The network is lost without a close: nothing comes through the open sockets any more, in either direction. */
  loseNetwork(): void {
    this.viewers.clear();
  }

  /** The process is gone, and with it everything. */
  kill(): void {
    this.gets = 'fail';
    this.socketsOpen = false;
    this.disconnect();
  }

  start(): void {
    this.gets = 'answer';
    this.socketsOpen = true;
    for (const board of this.boards.values()) {
      board.restart();
    }
  }

  private accept(socket: FakeSocket): void {
    const { scheduler } = this.environment;
    socket.onSent = (event, { id, board }) => {
      scheduler.schedule(() => {
        this.hear(socket, event, id as number, board as string);
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
      this.viewers.set(socket, new Set());
      socket.receive('hello', { protocol: 1, epoch: this.board.epoch, heartbeatMs: 25_000, maxBoards: 32 });
    }, 5);
  }

  private hear(socket: FakeSocket, event: string, id: number, board: string): void {
    const watched = this.viewers.get(socket);
    if (watched === undefined) {
      return;
    }
    if (event === 'ping') {
      socket.receive('pong', {});
      return;
    }
    if (event === 'unsubscribe') {
      watched.delete(board);
      return;
    }
    const model = this.boards.get(board);
    if (model === undefined) {
      socket.receive('denied', { id, board, status: 404 });
    } else {
      watched.add(board);
      socket.receive('subscribed', { id, board, ...model.position });
    }
  }

  private answer({ board, range, since }: Request, fate: Fate): Observable<Snapshot> {
    if (fate === 'fail') {
      return throwError(() => new TypeError('Failed to fetch'));
    }
    if (typeof fate === 'number') {
      return throwError(() => new ApiError(fate, `Status ${fate}.`));
    }
    const model = fate === 'old' && this.before?.slug === board ? this.before : this.boards.get(board);
    return model === undefined
      ? throwError(() => new ApiError(404, 'There is no such board.'))
      : of(model).pipe(map(() => model.snapshot(this.environment.now(), range, since)));
  }
}
