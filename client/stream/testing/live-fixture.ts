import { BehaviorSubject, type Subscription } from 'rxjs';
import { DEFAULT_SETTINGS } from '../live-settings';
import type { LiveState } from '../live-state';
import { LiveStream } from '../live-stream';
import { ModelServer } from './model-server';
import { VirtualEnvironment } from './virtual-environment';

/** A live stream and a simulated server in virtual time. Records the states of the stream. */
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

  /** The current state. */
  get now(): LiveState {
    const last = this.states.at(-1);
    if (last === undefined) {
      throw new Error('No state has been emitted yet.');
    }
    return last.state;
  }

  /** The last value of the panel `p`. */
  get shownValue(): unknown {
    return this.now.view?.panels.get('p')?.lastFrame?.fields[1]?.values.at(-1);
  }

  /** The times at which the view changed. */
  get updates(): number[] {
    return this.states
      .filter(({ state }, index) => state.view !== this.states[index - 1]?.state.view)
      .map(({ at }) => at);
  }

  /** Advances the time while the server sends heartbeats. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 25_000) {
      this.environment.advance(Math.min(left, 25_000));
      this.server.heartbeat();
    }
  }

  /** Shows a board, advances by 2 s until it is live, and clears the recorded requests. */
  goLive(): void {
    this.stream.show('b');
    this.pass(2_000);
    this.server.requests.length = 0;
  }
}
