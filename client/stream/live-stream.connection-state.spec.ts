import { describe, expect, it } from '@jest/globals';
import { distinctUntilChanged, map, of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { CloseCode } from '../../wire/protocol';
import { DEFAULT_SETTINGS } from './live-settings';
import { LiveStream } from './live-stream';
import { ModelServer } from './testing/model-server';
import { VirtualEnvironment } from './testing/virtual-environment';

const STATES = { c: 'connecting', l: 'live', r: 'reconnecting', p: 'polling', o: 'offline' };

describe('LiveStream connection state', () => {
  interface Fixture {
    environment: VirtualEnvironment;
    server: ModelServer;
    stream: LiveStream;
  }

  /**
   * Runs the actions in `marbles` and expects the states. The socket takes 10 ms to connect, a GET 20 ms. Random
   * numbers are 0.5: attempts come after 3, 4.5 and 6.75 s, polls every 60 s.
   */
  function expectStates(
    marbles: string,
    actions: Record<string, (fixture: Fixture) => void>,
    states: string,
    before?: (fixture: Fixture) => void,
  ): void {
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    scheduler.run(({ cold, expectObservable }) => {
      const environment = new VirtualEnvironment(scheduler);
      const server = new ModelServer(environment);
      const fixture = { environment, server, stream: new LiveStream(environment, server, of(DEFAULT_SETTINGS)) };
      before?.(fixture);
      const state$ = fixture.stream.state$.pipe(
        map(({ status }) => status.state),
        distinctUntilChanged(),
      );
      expectObservable(state$, '^ 3m !').toBe(states, STATES);
      const show = (): void => {
        fixture.stream.show('b');
      };
      cold<(fixture: Fixture) => void>(marbles, { s: show, ...actions }).subscribe((action) => {
        action(fixture);
      });
    });
  }

  const beat = ({ server }: Fixture): void => {
    server.heartbeat();
  };

  it('is live after the first response over the socket', () => {
    expectStates('s 29s h 29s h 29s h 29s h 29s h', { h: beat }, 'c 9ms l');
  });

  it('is reconnecting after the socket is lost, and live again after 3 s', () => {
    const lose = ({ server }: Fixture): void => {
      server.disconnect();
    };
    const end = ' 29s h 29s h 29s h 29s h';
    expectStates('s 999ms d 29s h' + end, { d: lose, h: beat }, 'c 9ms l 989ms r 3009ms l');
  });

  it('reconnects after a deploy within the grace time', () => {
    const deploy = ({ server }: Fixture): void => {
      server.disconnect(CloseCode.Restart);
    };
    const end = ' 29s h 29s h 29s h 29s h';
    expectStates('s 999ms d 29s h' + end, { d: deploy, h: beat }, 'c 9ms l 989ms r 1509ms l');
  });

  it('is polling after 10 s without a socket if the next GET succeeds', () => {
    const block = ({ server }: Fixture): void => {
      server.socketsOpen = false;
      server.disconnect();
    };
    expectStates('s 999ms d', { d: block }, 'c 9ms l 989ms r 10019ms p');
  });

  it('is polling if no socket can be opened', () => {
    expectStates('s', {}, 'c 4ms r 9994ms p', ({ server }) => {
      server.socketsOpen = false;
    });
  });

  it('is offline after a failed GET, and recovers to polling and then live', () => {
    expectStates(
      's 999ms k 29999ms a 29s h 29s h 29s h 29s h',
      {
        k: ({ server }) => {
          server.kill();
        },
        a: ({ server }) => {
          server.start();
        },
        h: beat,
      },
      'c 9ms l 989ms r 10009ms o 21329ms p 9ms l',
    );
  });

  it('is offline from the start if the server does not respond', () => {
    expectStates('s', {}, 'c 4ms r 4ms o', ({ server }) => {
      server.kill();
    });
  });

  it('stays live if only GETs fail', () => {
    const fail = ({ server }: Fixture): void => {
      server.gets = 503;
      server.push(1);
    };
    expectStates('s 999ms f 29s h 29s h 29s h 29s h 29s h', { f: fail, h: beat }, 'c 9ms l');
  });

  const loseNetwork = ({ server }: Fixture): void => {
    server.loseNetwork();
  };
  const setVisible =
    (visible: boolean) =>
    ({ environment }: Fixture): void => {
      environment.visible$.next(visible);
    };

  it('detects within 9 s that a visible page lost the network without a close, and is live again without a reload', () => {
    // The last message arrives at 10 ms. The next attempt follows 3 s after the connection is closed at 20 s.
    expectStates('s 999ms n', { n: loseNetwork }, 'c 9ms l 8999ms r 10019ms p 3989ms l');
  });

  it('stays live on a quiet board whose server responds to pings', () => {
    expectStates('s', {}, 'c 9ms l');
  });

  it('is live again after a slow network responds', () => {
    let respond: VirtualEnvironment['socket']['onSent'];
    const hold = ({ environment: { socket } }: Fixture): void => {
      respond = socket.onSent;
      socket.onSent = undefined;
    };
    const release = (fixture: Fixture): void => {
      fixture.environment.socket.onSent = respond;
      beat(fixture);
    };
    expectStates('s 1s d 11s e', { d: hold, e: release }, 'c 9ms l 8999ms r 2991ms l');
  });

  it('detects a half-open socket of a hidden page after 60 s without a message', () => {
    expectStates('s', {}, 'c 9ms l 59999ms r 3009ms l 59999ms r 3009ms l', setVisible(false));
  });

  it('checks the connection immediately when a hidden page becomes visible', () => {
    const actions = { n: loseNetwork, v: setVisible(true) };
    expectStates('s 999ms n 29s v', actions, 'c 9ms l 33990ms r 10019ms p 3989ms l', setVisible(false));
  });

  it('detects a half-open socket immediately on waking up', () => {
    const wake = ({ environment }: Fixture): void => {
      environment.page$.next('wake');
    };
    const beats = ' 29s h 29s h 29s h 29s h';
    expectStates('s 39999ms w' + beats, { w: wake, h: beat }, 'c 9ms l 39989ms r 9ms l', setVisible(false));
  });

  it('does not count time in the back/forward cache', () => {
    const actions = {
      x: ({ environment }: Fixture): void => {
        environment.page$.next('hide');
      },
      y: ({ environment }: Fixture): void => {
        environment.page$.next('show');
      },
      h: beat,
    };
    expectStates('s 999ms x 8999ms y 29s h 29s h 29s h 29s h 29s h', actions, 'c 9ms l 989ms r 9009ms l');
  });
});
