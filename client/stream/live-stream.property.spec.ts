import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { of } from 'rxjs';
import { RANGES, type TimeRange } from '../../wire/range';
import { CloseCode } from '../../wire/protocol';
import type { BoardView } from './snapshot/board-view';
import { DEFAULT_SETTINGS } from './live-settings';
import type { ConnectionState } from './connection/connection-status';
import { LiveStream, UPDATE_INTERVAL_MS } from './live-stream';
import { ModelServer } from './testing/model-server';
import { VirtualEnvironment } from './testing/virtual-environment';
import { runs } from '../../test/support/jest/property-runs.js';

/** Live ranges and fixed time ranges. */
const CHOICES: readonly TimeRange[] = [...RANGES, { from: 0, to: 60_000 }, { from: 30_000, to: 60_000 }];

/** An event between a client and a server, and the time until the next event. */
const step = fc.record({
  event: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('push', 'push', 'push other', 'push unnoticed') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('lose', 'lose silently', 'deploy', 'too slow', 'kill', 'start', 'block', 'unblock'),
    },
    { weight: 1, arbitrary: fc.constantFrom('hang', 'fail', 'busy', 'old', 'beat', 'new panel') },
    { weight: 1, arbitrary: fc.constantFrom('wake', 'sleep', 'hide', 'show', 'hidden', 'visible', 'range', 'refresh') },
  ),
  wait: fc.oneof(fc.nat(50), fc.nat(1_500), fc.nat(20_000)),
  reach: fc.oneof(fc.nat(20), fc.nat(3_000)),
  respond: fc.oneof(fc.nat(20), fc.nat(3_000)),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  number: fc.nat(100),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Session {
  readonly environment = new VirtualEnvironment();
  readonly server = new ModelServer(this.environment);
  readonly stream: LiveStream;
  readonly views: { at: number; view: BoardView }[] = [];
  readonly requestTimes: number[] = [];
  connectionState: ConnectionState = 'connecting';

  constructor(settings = DEFAULT_SETTINGS) {
    this.stream = new LiveStream(this.environment, this.server, of(settings));
    this.stream.state$.subscribe(({ view, status }) => {
      this.connectionState = status.state;
      if (view !== undefined && view !== this.views.at(-1)?.view) {
        this.views.push({ at: this.environment.now(), view });
      }
    });
    this.request(() => {
      this.stream.show('b');
    });
  }

  run(steps: readonly Step[]): void {
    for (const { event, wait, reach, respond, random, number } of steps) {
      this.server.latency = () => [reach, respond];
      this.environment.randomValue = () => random;
      this.apply(event, number);
      this.environment.advance(wait);
    }
  }

  /** Ends all failures and waits until the client has recovered. */
  settle(): void {
    const { environment, server } = this;
    server.gets = 'respond';
    server.nextGets.length = 0;
    server.socketsOpen = true;
    server.latency = () => [10, 10];
    environment.page$.next('show');
    for (let beat = 0; beat < 6; beat++) {
      environment.advance(25_000);
      server.heartbeat();
    }
  }

  private request(action: () => void): void {
    this.requestTimes.push(this.environment.now());
    action();
  }

  private apply(event: Step['event'], number: number): void {
    const { environment, server, stream } = this;
    const actions: Record<Step['event'], () => void> = {
      push: () => {
        server.push(number);
      },
      'push other': () => {
        server.push(number, 'q');
      },
      'push unnoticed': () => {
        server.board.push('p', environment.now(), number);
      },
      'new panel': () => {
        server.board.addPanel(`n${number}`);
        server.notify();
      },
      lose: () => {
        server.disconnect();
      },
      'lose silently': () => {
        server.loseNetwork();
      },
      deploy: () => {
        server.disconnect(CloseCode.Restart);
        server.board.restart();
      },
      'too slow': () => {
        server.disconnect(CloseCode.TooSlow);
      },
      kill: () => {
        server.kill();
      },
      start: () => {
        server.disconnect();
        server.start();
      },
      block: () => {
        server.socketsOpen = false;
      },
      unblock: () => {
        server.socketsOpen = true;
      },
      hang: () => {
        server.nextGets.push('hang');
      },
      fail: () => {
        server.nextGets.push('fail', 'fail');
      },
      busy: () => {
        server.nextGets.push(503);
      },
      old: () => {
        server.nextGets.push('old');
      },
      beat: () => {
        server.heartbeat();
      },
      wake: () => {
        environment.page$.next('wake');
      },
      sleep: () => {
        environment.sleep(number * 1_000);
        environment.page$.next('wake');
      },
      hide: () => {
        environment.page$.next('hide');
      },
      show: () => {
        environment.page$.next('show');
      },
      hidden: () => {
        environment.visible$.next(false);
      },
      visible: () => {
        environment.visible$.next(true);
      },
      range: () => {
        this.request(() => {
          stream.show('b', CHOICES[number % CHOICES.length]);
        });
      },
      refresh: () => {
        this.request(() => {
          stream.refresh();
        });
      },
    };
    actions[event]();
  }
}

function forAllHistories(check: (session: Session) => void): void {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const session = new Session();
      session.run(steps);
      session.settle();
      check(session);
    }),
    runs(250),
  );
}

function expectLatest({ environment, server, views }: Session): void {
  const view = views.at(-1)?.view;
  expect(view).toMatchObject(server.board.position);
  const { panels } = server.board.snapshot(environment.now(), view?.range);
  for (const [id, { frame }] of Object.entries(panels)) {
    const last = view?.panels.get(id)?.data.frame?.fields.map(({ values }) => values.at(-1));
    expect(last).toEqual(frame?.fields.map(({ values }) => values.at(-1)));
  }
}

function expectNoStepBack({ views }: Session): void {
  views.slice(1).forEach(({ view }, index) => {
    const before = views[index]?.view;
    if (before?.epoch === view.epoch) {
      expect(view.revision).toBeGreaterThanOrEqual(before.revision);
    }
  });
}

describe('LiveStream after any sequence of events', () => {
  it('shows the latest state of the server', () => {
    forAllHistories(expectLatest);
  });

  it('shows the latest state without polls if the socket stays connected, even if GETs fail', () => {
    const events: Step['event'][] = [
      'push',
      'push other',
      'new panel',
      'hang',
      'fail',
      'busy',
      'old',
      'range',
      'refresh',
    ];
    const connectedStep = step.filter(({ event }) => events.includes(event));
    fc.assert(
      fc.property(fc.array(connectedStep, { maxLength: 40 }), (steps) => {
        const session = new Session({ ...DEFAULT_SETTINGS, pollIntervalMs: 1e9 });
        session.environment.advance(1_000);
        for (const one of steps) {
          session.run([one]);
          session.server.heartbeat();
        }
        session.server.nextGets.length = 0;
        session.environment.advance(45_000);
        expectLatest(session);
        expectNoStepBack(session);
      }),
      runs(250),
    );
  });

  it('never shows an older revision of the same epoch', () => {
    forAllHistories(expectNoStepBack);
  });

  it('never has more than one GET in flight', () => {
    forAllHistories(({ server }) => {
      expect(server.maxInFlight).toBe(1);
    });
  });

  it('shows at most one update per second, except for requests of the user', () => {
    forAllHistories(({ views, requestTimes }) => {
      const early = views.filter(({ at }, index) => {
        const since = views[index - 1]?.at ?? 0;
        return index > 0 && at - since < UPDATE_INTERVAL_MS;
      });
      // The response to a user's request may come within a second of another update, before and after it.
      expect(early.length).toBeLessThanOrEqual(2 * requestTimes.length);
    });
  });

  it('is live again', () => {
    forAllHistories(({ connectionState }) => {
      expect(connectionState).toBe('live');
    });
  });
});
