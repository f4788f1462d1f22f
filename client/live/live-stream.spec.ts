import { beforeEach, describe, expect, it } from '@jest/globals';
import { BehaviorSubject, NEVER, type Subscription, concat, distinctUntilChanged, map, of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { CloseCode } from '../../wire/protocol.js';
import { DEFAULT_SETTINGS } from './live-config';
import type { LiveState } from './live-state';
import { LiveStream } from './live-stream';
import { ModelBoard } from './testing/model-board';
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

  it('finds a half-open socket after 60 s of silence', () => {
    expectPills('s', {}, 'c 9ms l 59999ms r 3009ms l 59999ms r 3009ms l');
  });

  it('finds it at once on waking', () => {
    const wake = ({ environment }: Stage): void => {
      environment.page$.next('wake');
    };
    expectPills('s 39999ms w 29s h 29s h 29s h 29s h', { w: wake, h: beat }, 'c 9ms l 39989ms r 9ms l');
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

describe('LiveStream', () => {
  let environment: VirtualEnvironment;
  let server: ModelServer;
  let stream: LiveStream;
  let running: Subscription;
  let states: { at: number; state: LiveState }[];
  const settings$ = new BehaviorSubject(DEFAULT_SETTINGS);

  beforeEach(() => {
    environment = new VirtualEnvironment();
    server = new ModelServer(environment);
    settings$.next(DEFAULT_SETTINGS);
    stream = new LiveStream(environment, server, settings$);
    states = [];
    running = stream.state$.subscribe((state) => states.push({ at: environment.now(), state }));
  });

  /** Lets time pass on a server that beats. */
  function pass(ms: number): void {
    for (let left = ms; left > 0; left -= 25_000) {
      environment.advance(Math.min(left, 25_000));
      server.heartbeat();
    }
  }

  function now(): LiveState {
    const last = states.at(-1);
    if (last === undefined) {
      throw new Error('Nothing was said yet.');
    }
    return last.state;
  }

  function goLive(): void {
    stream.show('b');
    pass(2_000);
    server.requests.length = 0;
  }

  function shownValue(): unknown {
    return now().view?.panels.get('p')?.lastFrame?.fields[1]?.values.at(-1);
  }

  /** When which view came. */
  function updates(): number[] {
    return states.filter(({ state }, index) => state.view !== states[index - 1]?.state.view).map(({ at }) => at);
  }

  describe('at first', () => {
    it('does nothing until it is told what to show', () => {
      environment.advance(100_000);
      stream.refresh();
      expect(environment.sockets).toHaveLength(0);
      expect(server.requests).toEqual([]);
      expect(now()).toEqual(states[0]?.state);
    });

    it('asks at once, beside the socket', () => {
      stream.show('b');
      expect(server.requests).toEqual([{ at: 0, board: 'b' }]);
      expect(environment.sockets).toHaveLength(1);
      pass(2_000);
      expect(now().view).toMatchObject({ epoch: 'e1', revision: 1, range: '1h' });
      expect(now().status).toEqual({
        state: 'live',
        since: 10,
        transport: 'websocket',
        lastUpdateAt: 20,
        epoch: 'e1',
        revision: 1,
        pollIntervalMs: 60_000,
      });
      expect(server.requests).toHaveLength(1);
    });

    it('catches a change between snapshot and subscription', () => {
      server.latency = () => [0, 500];
      environment.onSocket = undefined;
      stream.show('b');
      environment.advance(100);
      server.board.push('p', 100, 7);
      environment.socket.open();
      environment.socket.receive('hello', { protocol: 1, epoch: 'e1', heartbeatMs: 25_000, maxBoards: 32 });
      environment.socket.receive('subscribed', { board: 'b', epoch: 'e1', revision: 2 });
      environment.advance(2_000);
      expect(shownValue()).toBe(7);
    });

    it('shows the board without a socket, and without a configuration', () => {
      stream = new LiveStream(environment, server, concat(of(DEFAULT_SETTINGS), NEVER));
      running.unsubscribe();
      running = stream.state$.subscribe((state) => states.push({ at: environment.now(), state }));
      server.socketsOpen = false;
      stream.show('b');
      environment.advance(20);
      expect(now().view).toBeDefined();
    });

    it('ends with its subscriber: no socket, no timer, no GET', () => {
      stream.show('b');
      server.nextGets.push('hang');
      running.unsubscribe();
      environment.advance(200_000);
      expect(environment.socket.state).toBe('closed');
      expect(server.requests).toHaveLength(1);
      expect(environment.scheduler.actions).toHaveLength(0);
    });
  });

  describe('live', () => {
    it('shows a pushed value by asking for what changed', () => {
      goLive();
      server.push(42);
      environment.advance(20);
      expect(shownValue()).toBe(42);
      expect(server.requests).toMatchObject([{ since: 'e1.1' }]);
    });

    it('shows a second value pushed while the GET of the first hangs', () => {
      goLive();
      server.nextGets.push('hang');
      server.push(1);
      environment.advance(1_000);
      server.push(2);
      environment.advance(14_000 + 8_000 + 1_000);
      expect(shownValue()).toBe(2);
      expect(server.requests).toHaveLength(2);
    });

    it('shows at most one update a second, the last never lost', () => {
      goLive();
      const before = updates().length;
      for (let push = 1; push <= 50; push++) {
        server.push(push);
        environment.advance(97);
      }
      environment.advance(1_100);
      const times = updates().slice(before);
      expect(times).toHaveLength(6);
      times.slice(1).forEach((at, index) => {
        expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_000);
      });
      expect(shownValue()).toBe(50);
    });

    it('keeps showing under a steady stream that is faster than its GETs', () => {
      goLive();
      server.latency = () => [1_400, 1_400];
      for (let second = 1; second <= 60; second++) {
        server.push(second);
        pass(1_000);
        if (second >= 10) {
          expect(Number(shownValue())).toBeGreaterThan(second - 8);
        }
      }
      pass(10_000);
      expect(shownValue()).toBe(60);
    });

    it('polls each minute, completely, and heals what was missed', () => {
      goLive();
      server.board.push('p', environment.now(), 5);
      pass(58_100);
      expect(shownValue()).toBe(5);
      expect(server.requests).toEqual([{ at: 60_000, board: 'b' }]);
      pass(60_000);
      expect(server.requests).toHaveLength(2);
    });

    it.each([
      [0, 54_000],
      [0.999, 65_988],
    ])('spreads the polls (chance %d)', (chance, at) => {
      environment.chance = () => chance;
      goLive();
      pass(70_000);
      expect(server.requests[0]?.at).toBe(at);
    });

    it('follows the configured interval', () => {
      goLive();
      settings$.next({ ...DEFAULT_SETTINGS, pollIntervalMs: 5_000 });
      pass(5_000);
      expect(server.requests).toHaveLength(1);
      expect(now().status.pollIntervalMs).toBe(5_000);
    });

    it('passes over notices of other boards', () => {
      goLive();
      environment.socket.receive('changed', { board: 'c', epoch: 'e1', revision: 9, spreadMs: 0 });
      environment.socket.receive('gone', { board: 'c', reason: 'deleted' });
      pass(1_000);
      expect(server.requests).toEqual([]);
      expect(now().problem).toBeUndefined();
    });

    it('counts frames that make no sense', () => {
      goLive();
      environment.socket.receiveText('?');
      environment.socket.receiveText('?');
      expect(now().status.ignoredFrames).toBe(2);
    });

    it('spreads its GETs where the server asks for it', () => {
      goLive();
      server.spreadMs = 200;
      server.push(1);
      environment.advance(99);
      expect(server.requests).toHaveLength(0);
      environment.advance(1);
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('after a loss', () => {
    it('sees what changed meanwhile by one GET, and asks nothing in the first 10 s', () => {
      goLive();
      server.disconnect();
      server.board.push('p', 2_000, 9);
      environment.advance(2_999);
      expect(server.requests).toEqual([]);
      environment.advance(1_000);
      expect(shownValue()).toBe(9);
      expect(server.requests).toMatchObject([{ since: 'e1.1' }]);
    });

    it('asks nothing where nothing changed', () => {
      goLive();
      server.disconnect();
      environment.advance(5_000);
      expect(now().status.state).toBe('live');
      expect(server.requests).toEqual([]);
    });

    it('refetches after having been too slow', () => {
      goLive();
      server.disconnect(CloseCode.TooSlow);
      environment.advance(20);
      expect(server.requests).toEqual([{ at: 2_000, board: 'b' }]);
    });

    it('takes everything from a restarted server', () => {
      goLive();
      server.push(3);
      pass(2_000);
      expect(now().view?.revision).toBe(2);
      server.kill();
      environment.advance(2_000);
      server.start();
      environment.advance(2_000);
      expect(now().status).toMatchObject({ state: 'live', epoch: 'e2', revision: 1 });
      expect(shownValue()).toBe(3);
    });

    it('keeps what it showed, and says of when it is', () => {
      goLive();
      const { view } = now();
      server.kill();
      environment.advance(60_000);
      expect(now().view).toBe(view);
      expect(now().status).toMatchObject({ state: 'offline', transport: 'none', lastUpdateAt: 20, revision: 1 });
      expect(now().problem).toBeUndefined();
    });

    it('polls at once on entering, and each minute from there', () => {
      goLive();
      server.socketsOpen = false;
      server.disconnect();
      environment.advance(130_100);
      expect(server.requests.map(({ at }) => at)).toEqual([12_000, 72_000, 132_000]);
      expect(now().status).toMatchObject({
        state: 'polling',
        transport: 'polling',
        since: 12_020,
        lastUpdateAt: 132_020,
      });
    });

    it('keeps trying the socket while it polls', () => {
      goLive();
      server.socketsOpen = false;
      server.disconnect();
      environment.advance(60_000);
      server.socketsOpen = true;
      environment.advance(40_000);
      expect(now().status.state).toBe('live');
    });
  });

  describe('waking up', () => {
    it('asks at once after a sleep, and has a socket again', () => {
      goLive();
      server.board.push('p', 2_000, 8);
      environment.sleep(600_000);
      environment.page$.next('wake');
      environment.advance(50);
      expect(shownValue()).toBe(8);
      expect(now().status.state).toBe('live');
      expect(environment.sockets).toHaveLength(2);
      expect(server.requests).toHaveLength(1);
    });

    it('gives up a GET that hung through the sleep', () => {
      goLive();
      pass(30_000);
      server.nextGets.push('hang');
      server.push(1);
      environment.sleep(10_000);
      environment.page$.next('wake');
      environment.advance(20);
      expect(shownValue()).toBe(1);
      expect(server.requests).toHaveLength(2);
    });

    it('does not ask where all is fresh', () => {
      goLive();
      environment.page$.next('wake');
      environment.advance(30_000);
      environment.page$.next('wake');
      environment.advance(1_000);
      expect(server.requests).toEqual([]);
    });

    it('asks once more where the last answer is old, though notices come', () => {
      goLive();
      pass(40_000);
      environment.page$.next('wake');
      environment.advance(100);
      expect(server.requests).toHaveLength(1);
    });

    it('does not ask twice for a first load whose pageshow comes late', () => {
      server.socketsOpen = false;
      stream.show('b');
      environment.advance(8);
      environment.page$.next('show');
      environment.advance(1_000);
      environment.page$.next('show');
      environment.advance(1_000);
      expect(server.requests).toHaveLength(1);
    });

    it('comes out of the back/forward cache with the newest', () => {
      goLive();
      environment.page$.next('hide');
      server.board.push('p', 2_000, 6);
      environment.sleep(300_000);
      environment.page$.next('show');
      environment.advance(50);
      expect(shownValue()).toBe(6);
      expect(now().status.state).toBe('live');
      expect(states.map(({ state }) => state.status.state)).not.toContain('polling');
    });
  });

  describe('acts of the user', () => {
    it('keeps the old range until the new one is there, and shows that at once', () => {
      goLive();
      server.push(1);
      environment.advance(20);
      stream.show('b', '6h');
      environment.advance(19);
      expect(now().view?.range).toBe('1h');
      environment.advance(1);
      expect(now().view?.range).toBe('6h');
      expect(server.requests.at(-1)).toMatchObject({ range: '6h', since: undefined });
    });

    it('ends on the last of two quick range changes', () => {
      goLive();
      server.latency = () => (server.requests.at(-1)?.range === '6h' ? [10, 500] : [10, 10]);
      stream.show('b', '6h');
      environment.advance(5);
      stream.show('b', '24h');
      environment.advance(2_000);
      expect(now().view?.range).toBe('24h');
      const ranges = states.map(({ state }) => state.view?.range);
      expect(ranges).not.toContain('6h');
      server.push(4);
      environment.advance(1_000);
      expect(server.requests.at(-1)).toMatchObject({ range: '24h', since: 'e1.1' });
    });

    it('shows nothing of the board before on another one', () => {
      server.boards.set('c', new ModelBoard('c', ['x']));
      goLive();
      server.push(1);
      environment.advance(20);
      server.push(2);
      environment.advance(20);
      server.latency = () => [1_000, 1_000];
      stream.show('c');
      expect(now().view).toBeUndefined();
      expect(now().status).toMatchObject({ state: 'live', epoch: undefined, revision: undefined });
      environment.advance(5_000);
      expect(now().view?.board.slug).toBe('c');
      expect(states.some(({ state }) => state.view?.board.slug === 'b' && state.question?.board === 'c')).toBe(false);
      expect(environment.sockets).toHaveLength(1);
      server.push(3, 'x', 'c');
      environment.advance(3_000);
      expect(now().view?.revision).toBe(2);
    });

    it('does nothing where it shows already what is asked for', () => {
      goLive();
      stream.show('b');
      expect(server.requests).toEqual([]);
    });

    it('refreshes at once, completely, beside whatever hangs', () => {
      goLive();
      server.nextGets.push('hang');
      server.push(5);
      environment.advance(1);
      const { view } = now();
      stream.refresh();
      environment.advance(20);
      expect(shownValue()).toBe(5);
      expect(server.requests.at(-1)).toMatchObject({ since: undefined });
      expect(now().view?.panels.get('q')).toBe(view?.panels.get('q'));
    });

    it('shows a refresh within the second of another update', () => {
      goLive();
      server.push(1);
      environment.advance(20);
      server.push(2);
      environment.advance(20);
      expect(shownValue()).toBe(1);
      stream.refresh();
      environment.advance(20);
      expect(shownValue()).toBe(2);
    });
  });

  describe('problems', () => {
    it('does not take a missing board for a missing server', () => {
      server.boards.delete('b');
      server.socketsOpen = false;
      stream.show('b');
      environment.advance(20_000);
      expect(now().status.state).toBe('polling');
    });

    it('says that there is no such board, and shows it once it is made', () => {
      server.boards.delete('b');
      stream.show('b');
      pass(2_000);
      expect(now().problem).toEqual({ status: 404, detail: 'There is no such board.' });
      expect(now().status.state).toBe('live');
      expect(server.requests).toHaveLength(1);
      server.boards.set('b', new ModelBoard());
      pass(60_000);
      expect(now().problem).toBeUndefined();
      expect(now().view).toBeDefined();
      server.push(6);
      environment.advance(1_000);
      expect(shownValue()).toBe(6);
    });

    it('says that a board was deleted, keeps showing it, and asks no more than the polls', () => {
      goLive();
      server.delete();
      expect(now().problem).toEqual({ status: 410, detail: 'This board was deleted.' });
      environment.advance(50_000);
      expect(now().view).toBeDefined();
      expect(now().problem).toMatchObject({ status: 404 });
      expect(server.requests).toHaveLength(1);
    });

    it('shows a board that was deleted and made again at once', () => {
      goLive();
      server.delete();
      server.boards.set('b', new ModelBoard('b', ['n']));
      environment.advance(2_000);
      expect(now().problem).toBeUndefined();
      environment.advance(9_000);
      server.push(1, 'n');
      environment.advance(2_000);
      expect(now().view?.revision).toBe(2);
    });

    it('bears a server that refuses notices but answers', () => {
      environment.onSocket = undefined;
      stream.show('b');
      environment.advance(100);
      const { socket } = environment;
      socket.onSent = (event) => {
        if (event === 'subscribe') {
          environment.scheduler.schedule(() => {
            socket.receive('denied', { board: 'b', status: 403 });
          }, 5);
        }
      };
      socket.open();
      socket.receive('hello', { protocol: 1, epoch: 'e1', heartbeatMs: 25_000, maxBoards: 32 });
      environment.advance(30_000);
      expect(now().problem).toMatchObject({ status: 403 });
      expect(server.requests).toHaveLength(1);
      expect(socket.sent.length).toBeLessThan(3);
    });

    it('says why a range is refused, and keeps the one before', () => {
      goLive();
      server.nextGets.push(422);
      stream.show('b', '6h');
      environment.advance(2_000);
      expect(now().problem).toEqual({ status: 422, detail: 'Status 422.' });
      expect(now().view?.range).toBe('1h');
      stream.show('b', '1h');
      expect(now().problem).toBeUndefined();
    });

    it('says what a failing server says only while there is nothing to show', () => {
      server.gets = 503;
      stream.show('b');
      environment.advance(2_000);
      expect(now().problem).toEqual({ status: 503, detail: 'Status 503.' });
      server.gets = 'answer';
      environment.advance(10_000);
      expect(now().problem).toBeUndefined();
      server.gets = 503;
      server.push(1);
      environment.advance(20_000);
      expect(now().problem).toBeUndefined();
      server.gets = 'answer';
      environment.advance(10_000);
      expect(shownValue()).toBe(1);
    });
  });
});
