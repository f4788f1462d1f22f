import { describe, expect, it } from '@jest/globals';
import { distinctUntilChanged, map, of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { CloseCode } from '../../wire/protocol';
import { DEFAULT_SETTINGS } from './live-config';
import { LiveStream } from './live-stream';
import { ModelServer } from './testing/model-server';
import { VirtualEnvironment } from './testing/virtual-environment';

const PILLS = { c: 'connecting', l: 'live', r: 'reconnecting', p: 'polling', o: 'offline' };

describe('the pill', () => {
  interface Stage {
    environment: VirtualEnvironment;
    server: ModelServer;
    stream: LiveStream;
  }

  /**
   * Plays `marbles` of acts and expects the states as they follow. The socket takes 10 ms to be up, a GET 20 ms. Chance
   * stands in the middle: attempts after 3, 4.5, 6.75 s, polls each 60 s.
   */
  function expectPills(
    marbles: string,
    acts: Record<string, (stage: Stage) => void>,
    pills: string,
    before?: (stage: Stage) => void,
  ): void {
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    scheduler.run(({ cold, expectObservable }) => {
      const environment = new VirtualEnvironment(scheduler);
      const server = new ModelServer(environment);
      const stage = { environment, server, stream: new LiveStream(environment, server, of(DEFAULT_SETTINGS)) };
      before?.(stage);
      const state$ = stage.stream.state$.pipe(
        map(({ status }) => status.state),
        distinctUntilChanged(),
      );
      expectObservable(state$, '^ 3m !').toBe(pills, PILLS);
      const show = (): void => {
        stage.stream.show('b');
      };
      cold<(stage: Stage) => void>(marbles, { s: show, ...acts }).subscribe((act) => {
        act(stage);
      });
    });
  }

  const beat = ({ server }: Stage): void => {
    server.heartbeat();
  };

  it('is live with the first answer over the socket', () => {
    expectPills('s 29s h 29s h 29s h 29s h 29s h', { h: beat }, 'c 9ms l');
  });

  it('reconnects from losing the socket, and is live again after 3 s', () => {
    const lose = ({ server }: Stage): void => {
      server.disconnect();
    };
    const end = ' 29s h 29s h 29s h 29s h';
    expectPills('s 999ms d 29s h' + end, { d: lose, h: beat }, 'c 9ms l 989ms r 3009ms l');
  });

  it('reconnects after a deploy within the grace', () => {
    const deploy = ({ server }: Stage): void => {
      server.disconnect(CloseCode.Restart);
    };
    const end = ' 29s h 29s h 29s h 29s h';
    expectPills('s 999ms d 29s h' + end, { d: deploy, h: beat }, 'c 9ms l 989ms r 1509ms l');
  });

  it('polls once 10 s passed without a socket and the GET on entering succeeded', () => {
    const block = ({ server }: Stage): void => {
      server.socketsOpen = false;
      server.disconnect();
    };
    expectPills('s 999ms d', { d: block }, 'c 9ms l 989ms r 10019ms p');
  });

  it('polls where sockets never get through', () => {
    expectPills('s', {}, 'c 4ms r 9994ms p', ({ server }) => {
      server.socketsOpen = false;
    });
  });

  it('is offline once the GET failed, and recovers alone: polling first, live at once', () => {
    expectPills(
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

  it('is offline from the start where nothing answers', () => {
    expectPills('s', {}, 'c 4ms r 4ms o', ({ server }) => {
      server.kill();
    });
  });

  it('stays live where only GETs fail', () => {
    const fail = ({ server }: Stage): void => {
      server.gets = 503;
      server.push(1);
    };
    expectPills('s 999ms f 29s h 29s h 29s h 29s h 29s h', { f: fail, h: beat }, 'c 9ms l');
  });

  const loseNetwork = ({ server }: Stage): void => {
    server.loseNetwork();
  };
  const setVisible =
    (visible: boolean) =>
    ({ environment }: Stage): void => {
      environment.visible$.next(visible);
    };

  it('says within 9 s that a visible page lost the network without a close, and is live again without a reload', () => {
    // The last message comes at 10 ms. The next attempt is made 3 s after the connection is given up at 20 s.
    expectPills('s 999ms n', { n: loseNetwork }, 'c 9ms l 8999ms r 10019ms p 3989ms l');
  });

  it('stays live on a quiet board whose server answers pings', () => {
    expectPills('s', {}, 'c 9ms l');
  });

  it('is live again where the network was only slow', () => {
    let answer: VirtualEnvironment['socket']['onSent'];
    const hold = ({ environment: { socket } }: Stage): void => {
      answer = socket.onSent;
      socket.onSent = undefined;
    };
    const release = (stage: Stage): void => {
      stage.environment.socket.onSent = answer;
      beat(stage);
    };
    expectPills('s 1s d 11s e', { d: hold, e: release }, 'c 9ms l 8999ms r 2991ms l');
  });

  it('finds a half-open socket of a hidden page after 60 s of silence', () => {
    expectPills('s', {}, 'c 9ms l 59999ms r 3009ms l 59999ms r 3009ms l', setVisible(false));
  });

  it('checks a connection at once when a hidden page becomes visible', () => {
    const acts = { n: loseNetwork, v: setVisible(true) };
    expectPills('s 999ms n 29s v', acts, 'c 9ms l 33990ms r 10019ms p 3989ms l', setVisible(false));
  });

  it('finds it at once on waking', () => {
    const wake = ({ environment }: Stage): void => {
      environment.page$.next('wake');
    };
    const beats = ' 29s h 29s h 29s h 29s h';
    expectPills('s 39999ms w' + beats, { w: wake, h: beat }, 'c 9ms l 39989ms r 9ms l', setVisible(false));
  });

  it('counts no time in the back/forward cache', () => {
    const acts = {
      x: ({ environment }: Stage): void => {
        environment.page$.next('hide');
      },
      y: ({ environment }: Stage): void => {
        environment.page$.next('show');
      },
      h: beat,
    };
    expectPills('s 999ms x 8999ms y 29s h 29s h 29s h 29s h 29s h', acts, 'c 9ms l 989ms r 9009ms l');
  });
});
