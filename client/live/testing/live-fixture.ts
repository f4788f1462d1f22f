import { BehaviorSubject, type Subscription } from 'rxjs';
import { DEFAULT_SETTINGS } from '../live-config';
import type { LiveState } from '../live-state';
import { LiveStream } from '../live-stream';
import { ModelServer } from './model-server';
import { VirtualEnvironment } from './virtual-environment';

/** A viewer and a server in virtual time, and what the viewer saw. */
export class LiveFixture {
  readonly environment = new VirtualEnvironment();
  readonly server = new ModelServer(this.environment);
  readonly settings$ = new BehaviorSubject(DEFAULT_SETTINGS);
  readonly stream = new LiveStream(this.environment, this.server, this.settings$);
  readonly states: { at: number; state: LiveState }[] = [];
  readonly running: Subscription;

  constructor() {
    this.running = this.stream.state$.subscribe((state) => this.states.push({ at: this.environment.now(), state }));
  }

  /** What the viewer sees. */
  get now(): LiveState {
    const last = this.states.at(-1);
    if (last === undefined) {
      throw new Error('Nothing was said yet.');
    }
    return last.state;
  }

  /** The last value of the panel `p`. */
  get shownValue(): unknown {
    return this.now.view?.panels.get('p')?.lastFrame?.fields[1]?.values.at(-1);
  }

  /** When another view came. */
  get updates(): number[] {
    return this.states
      .filter(({ state }, index) => state.view !== this.states[index - 1]?.state.view)
      .map(({ at }) => at);
  }

  /** Lets time pass on a server that beats. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 25_000) {
      this.environment.advance(Math.min(left, 25_000));
      this.server.heartbeat();
    }
  }

  /** Stands 2 s after the first answer, live, and forgets how it came to be. */
  goLive(): void {
    this.stream.show('b');
    this.pass(2_000);
    this.server.requests.length = 0;
  }
}
