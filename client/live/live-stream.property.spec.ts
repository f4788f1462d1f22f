import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { of } from 'rxjs';
import { RANGES, type TimeRange } from '../../wire/range';
import { CloseCode } from '../../wire/protocol';
import type { BoardView } from './snapshot/board-view';
import { DEFAULT_SETTINGS } from './live-config';
import type { ConnectionState } from './connection/connection-status';
import { LiveStream, UPDATE_SPACING_MS } from './live-stream';
import { ModelServer } from './testing/model-server';
import { VirtualEnvironment } from './testing/virtual-environment';
import { runs } from '../../test/support/jest/property-runs.js';

/** A window that stands still is a range like others. */
const CHOICES: readonly TimeRange[] = [...RANGES, { from: 0, to: 60_000 }, { from: 30_000, to: 60_000 }];

/** Whatever may happen between a viewer and a server, and how long nothing happens after it. */
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
  answer: fc.oneof(fc.nat(20), fc.nat(3_000)),
  chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  number: fc.nat(100),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Trial {
  readonly environment = new VirtualEnvironment();
  readonly server = new ModelServer(this.environment);
  readonly stream: LiveStream;
  readonly views: { at: number; view: BoardView }[] = [];
  readonly acts: number[] = [];
  pill: ConnectionState = 'connecting';

  constructor(settings = DEFAULT_SETTINGS) {
    this.stream = new LiveStream(this.environment, this.server, of(settings));
    this.stream.state$.subscribe(({ view, status }) => {
      this.pill = status.state;
      if (view !== undefined && view !== this.views.at(-1)?.view) {
        this.views.push({ at: this.environment.now(), view });
      }
    });
    this.act(() => {
      this.stream.show('b');
    });
  }

  run(steps: readonly Step[]): void {
    for (const { event, wait, reach, answer, chance, number } of steps) {
      this.server.latency = () => [reach, answer];
      this.environment.chance = () => chance;
      this.happen(event, number);
      this.environment.advance(wait);
    }
  }

  /** All is well again, for long enough. */
  settle(): void {
    const { environment, server } = this;
    server.gets = 'answer';
    server.nextGets.length = 0;
    server.socketsOpen = true;
    server.latency = () => [10, 10];
    environment.page$.next('show');
    for (let beat = 0; beat < 6; beat++) {
      environment.advance(25_000);
      server.heartbeat();
    }
  }

  private act(what: () => void): void {
    this.acts.push(this.environment.now());
    what();
  }

  private happen(event: Step['event'], number: number): void {
    const { environment, server, stream } = this;
    const happenings: Record<Step['event'], () => void> = {
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
        this.act(() => {
          stream.show('b', CHOICES[number % CHOICES.length]);
        });
      },
      refresh: () => {
        this.act(() => {
          stream.refresh();
        });
      },
    };
    happenings[event]();
  }
}

function forAnyHistory(check: (trial: Trial) => void): void {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const trial = new Trial();
      trial.run(steps);
      trial.settle();
      check(trial);
    }),
    runs(250),
  );
}

function expectNewest({ environment, server, views }: Trial): void {
  const view = views.at(-1)?.view;
  expect(view).toMatchObject(server.board.position);
  const { panels } = server.board.snapshot(environment.now(), view?.range);
  for (const [id, { frame }] of Object.entries(panels)) {
    const last = view?.panels.get(id)?.data.frame?.fields.map(({ values }) => values.at(-1));
    expect(last).toEqual(frame?.fields.map(({ values }) => values.at(-1)));
  }
}

function expectNeverBack({ views }: Trial): void {
  views.slice(1).forEach(({ view }, index) => {
    const before = views[index]?.view;
    if (before?.epoch === view.epoch) {
      expect(view.revision).toBeGreaterThanOrEqual(before.revision);
    }
  });
}

describe('whatever happens', () => {
  it('the view ends at the newest state of the server', () => {
    forAnyHistory(expectNewest);
  });

  it('notices alone bring it there where the socket holds: each is seen within its GETs, however they fail', () => {
    const troubles: Step['event'][] = [
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
    const held = step.filter(({ event }) => troubles.includes(event));
    fc.assert(
      fc.property(fc.array(held, { maxLength: 40 }), (steps) => {
        const trial = new Trial({ ...DEFAULT_SETTINGS, pollIntervalMs: 1e9 });
        trial.environment.advance(1_000);
        for (const one of steps) {
          trial.run([one]);
          trial.server.heartbeat();
        }
        trial.server.nextGets.length = 0;
        trial.environment.advance(45_000);
        expectNewest(trial);
        expectNeverBack(trial);
      }),
      runs(250),
    );
  });

  it('the revision never goes back within an epoch', () => {
    forAnyHistory(expectNeverBack);
  });

  it('there is never more than one GET in flight', () => {
    forAnyHistory(({ server }) => {
      expect(server.mostInFlight).toBe(1);
    });
  });

  it('no two updates come within a second, but for acts of the user', () => {
    forAnyHistory(({ views, acts }) => {
      const others = views.filter(({ at }, index) => {
        const since = views[index - 1]?.at ?? 0;
        return index > 0 && at - since < UPDATE_SPACING_MS;
      });
      // An act's own answer may come within the second of another update, and does not count for the one after it.
      expect(others.length).toBeLessThanOrEqual(2 * acts.length);
    });
  });

  it('the page is live again', () => {
    forAnyHistory(({ pill }) => {
      expect(pill).toBe('live');
    });
  });
});
