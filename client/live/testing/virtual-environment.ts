import { BehaviorSubject, Subject, VirtualTimeScheduler } from 'rxjs';
import { LiveEnvironment, type PageEvent } from '../live-environment';
import { FakeSocket } from './fake-socket';

/** A browser in which time stands still until it is told to move; take a `TestScheduler` to move it by marbles. */
export class VirtualEnvironment extends LiveEnvironment {
  readonly page$ = new Subject<PageEvent>();
  readonly visible$ = new BehaviorSubject(true);
  readonly sockets: FakeSocket[] = [];

  /** What chance brings; the middle, unless the test says otherwise. */
  chance: () => number = () => 0.5;

  /** Hears of each socket that is opened. */
  onSocket: ((socket: FakeSocket) => void) | undefined;

  constructor(readonly scheduler = new VirtualTimeScheduler(undefined, 0)) {
    super();
  }

  /** The socket opened last. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) {
      throw new Error('No socket was opened yet.');
    }
    return socket;
  }

  random(): number {
    return this.chance();
  }

  openSocket(): FakeSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    this.onSocket?.(socket);
    return socket;
  }

  /** Runs everything that is due within the next `ms`, in order, and stands at their end. */
  advance(ms: number): void {
    this.scheduler.maxFrames = this.scheduler.frame + ms;
    this.scheduler.flush();
    this.scheduler.frame = this.scheduler.maxFrames;
  }

  /** Lets `ms` pass in which nothing runs, as on a machine that sleeps: what was due runs late. */
  sleep(ms: number): void {
    this.scheduler.frame += ms;
    for (const action of this.scheduler.actions) {
      action.delay = Math.max(action.delay, this.scheduler.frame);
    }
  }
}
