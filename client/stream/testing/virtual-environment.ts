import { BehaviorSubject, Subject, VirtualTimeScheduler } from 'rxjs';
import { LiveEnvironment, type PageEvent } from '../live-environment';
import { FakeSocket } from './fake-socket';

/** A simulated browser in virtual time. Time passes only when the test advances it, or with a `TestScheduler`. */
export class VirtualEnvironment extends LiveEnvironment {
  readonly page$ = new Subject<PageEvent>();
  readonly visible$ = new BehaviorSubject(true);
  readonly sockets: FakeSocket[] = [];

  /** Returns the next random number; 0.5 by default. */
  randomValue: () => number = () => 0.5;

  /** Called with each socket that is opened. */
  onSocket: ((socket: FakeSocket) => void) | undefined;

  constructor(readonly scheduler = new VirtualTimeScheduler(undefined, 0)) {
    super();
  }

  /** The most recent socket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) {
      throw new Error('No socket has been opened yet.');
    }
    return socket;
  }

  random(): number {
    return this.randomValue();
  }

  openSocket(): FakeSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    this.onSocket?.(socket);
    return socket;
  }

  /** Advances the time by `ms` and runs everything that is due, in order. */
  advance(ms: number): void {
    this.scheduler.maxFrames = this.scheduler.frame + ms;
    this.scheduler.flush();
    this.scheduler.frame = this.scheduler.maxFrames;
  }

  /** Advances the time by `ms` without running anything, as on a sleeping device. Due actions run late. */
  sleep(ms: number): void {
    this.scheduler.frame += ms;
    for (const action of this.scheduler.actions) {
      action.delay = Math.max(action.delay, this.scheduler.frame);
    }
  }
}
