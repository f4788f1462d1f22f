import { beforeEach, describe, expect, it } from '@jest/globals';
import { CloseCode } from '../../wire/protocol';
import { DEFAULT_SETTINGS } from './live-config';
import type { LiveStream } from './live-stream';
import { LiveFixture } from './testing/live-fixture';
import type { ModelServer } from './testing/model-server';
import type { VirtualEnvironment } from './testing/virtual-environment';

describe('LiveStream', () => {
  let stage: LiveFixture;
  let environment: VirtualEnvironment;
  let server: ModelServer;
  let stream: LiveStream;

  beforeEach(() => {
    stage = new LiveFixture();
    ({ environment, server, stream } = stage);
  });

  describe('at first', () => {
    it('does nothing until it is told what to show', () => {
      environment.advance(100_000);
      stream.refresh();
      expect(environment.sockets).toHaveLength(0);
      expect(server.requests).toEqual([]);
      expect(stage.now).toEqual(stage.states[0]?.state);
    });

    it('asks at once, beside the socket', () => {
      stream.show('b');
      expect(server.requests).toEqual([{ at: 0, board: 'b' }]);
      expect(environment.sockets).toHaveLength(1);
      stage.pass(2_000);
      expect(stage.now.view).toMatchObject({ epoch: 'e1', revision: 1, range: '1h' });
      expect(stage.now.status).toEqual({
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
      expect(stage.shownValue).toBe(7);
    });

    it('shows the board without a socket', () => {
      server.socketsOpen = false;
      stream.show('b');
      environment.advance(20);
      expect(stage.now.view).toBeDefined();
    });

    it('ends with its subscriber: no socket, no timer, no GET', () => {
      stream.show('b');
      server.nextGets.push('hang');
      stage.running.unsubscribe();
      environment.advance(200_000);
      expect(environment.socket.state).toBe('closed');
      expect(server.requests).toHaveLength(1);
      expect(environment.scheduler.actions).toHaveLength(0);
    });
  });

  describe('live', () => {
    it('shows a pushed value by asking for what changed', () => {
      stage.goLive();
      server.push(42);
      environment.advance(20);
      expect(stage.shownValue).toBe(42);
      expect(server.requests).toMatchObject([{ since: 'e1.1' }]);
    });

    it('shows a second value pushed while the GET of the first hangs', () => {
      stage.goLive();
      server.nextGets.push('hang');
      server.push(1);
      environment.advance(1_000);
      server.push(2);
      environment.advance(14_000 + 8_000 + 1_000);
      expect(stage.shownValue).toBe(2);
      expect(server.requests).toHaveLength(2);
    });

    it('shows at most one update a second, the last never lost', () => {
      stage.goLive();
      const before = stage.updates.length;
      for (let push = 1; push <= 50; push++) {
        server.push(push);
        environment.advance(97);
      }
      environment.advance(1_100);
      const times = stage.updates.slice(before);
      expect(times).toHaveLength(6);
      times.slice(1).forEach((at, index) => {
        expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_000);
      });
      expect(stage.shownValue).toBe(50);
    });

    it('keeps showing under a steady stream that is faster than its GETs', () => {
      stage.goLive();
      server.latency = () => [1_400, 1_400];
      for (let second = 1; second <= 60; second++) {
        server.push(second);
        stage.pass(1_000);
        if (second >= 10) {
          expect(Number(stage.shownValue)).toBeGreaterThan(second - 8);
        }
      }
      stage.pass(10_000);
      expect(stage.shownValue).toBe(60);
    });

    it('polls each minute, completely, and heals what was missed', () => {
      stage.goLive();
      server.board.push('p', environment.now(), 5);
      stage.pass(58_100);
      expect(stage.shownValue).toBe(5);
      expect(server.requests).toEqual([{ at: 60_000, board: 'b' }]);
      stage.pass(60_000);
      expect(server.requests).toHaveLength(2);
    });

    it.each([
      [0, 54_000],
      [0.999, 65_988],
    ])('spreads the polls (chance %d)', (chance, at) => {
      environment.chance = () => chance;
      stage.goLive();
      stage.pass(70_000);
      expect(server.requests[0]?.at).toBe(at);
    });

    it('follows the configured interval', () => {
      stage.goLive();
      stage.settings$.next({ ...DEFAULT_SETTINGS, pollIntervalMs: 5_000 });
      stage.pass(5_000);
      expect(server.requests).toHaveLength(1);
      expect(stage.now.status.pollIntervalMs).toBe(5_000);
    });

    it('passes over notices of other boards', () => {
      stage.goLive();
      environment.socket.receive('changed', { board: 'c', epoch: 'e1', revision: 9, spreadMs: 0 });
      environment.socket.receive('gone', { board: 'c', reason: 'deleted' });
      stage.pass(1_000);
      expect(server.requests).toEqual([]);
      expect(stage.now.problem).toBeUndefined();
    });

    it('counts frames that make no sense', () => {
      stage.goLive();
      environment.socket.receiveText('?');
      environment.socket.receiveText('?');
      expect(stage.now.status.ignoredFrames).toBe(2);
    });

    it('spreads its GETs where the server asks for it', () => {
      stage.goLive();
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
      stage.goLive();
      server.disconnect();
      server.board.push('p', 2_000, 9);
      environment.advance(2_999);
      expect(server.requests).toEqual([]);
      environment.advance(1_000);
      expect(stage.shownValue).toBe(9);
      expect(server.requests).toMatchObject([{ since: 'e1.1' }]);
    });

    it('asks nothing where nothing changed', () => {
      stage.goLive();
      server.disconnect();
      environment.advance(5_000);
      expect(stage.now.status.state).toBe('live');
      expect(server.requests).toEqual([]);
    });

    it('refetches after having been too slow', () => {
      stage.goLive();
      server.disconnect(CloseCode.TooSlow);
      environment.advance(20);
      expect(server.requests).toEqual([{ at: 2_000, board: 'b' }]);
    });

    it('takes everything from a restarted server', () => {
      stage.goLive();
      server.push(3);
      stage.pass(2_000);
      expect(stage.now.view?.revision).toBe(2);
      server.kill();
      environment.advance(2_000);
      server.start();
      environment.advance(2_000);
      expect(stage.now.status).toMatchObject({ state: 'live', epoch: 'e2', revision: 1 });
      expect(stage.shownValue).toBe(3);
    });

    it('keeps what it showed, and says of when it is', () => {
      stage.goLive();
      const { view } = stage.now;
      server.kill();
      environment.advance(60_000);
      expect(stage.now.view).toBe(view);
      expect(stage.now.status).toMatchObject({ state: 'offline', transport: 'none', lastUpdateAt: 20, revision: 1 });
      expect(stage.now.problem).toBeUndefined();
    });

    it('polls at once on entering, and each minute from there', () => {
      stage.goLive();
      server.socketsOpen = false;
      server.disconnect();
      environment.advance(130_100);
      expect(server.requests.map(({ at }) => at)).toEqual([12_000, 72_000, 132_000]);
      expect(stage.now.status).toMatchObject({
        state: 'polling',
        transport: 'polling',
        since: 12_020,
        lastUpdateAt: 132_020,
      });
    });

    it('keeps trying the socket while it polls', () => {
      stage.goLive();
      server.socketsOpen = false;
      server.disconnect();
      environment.advance(60_000);
      server.socketsOpen = true;
      environment.advance(40_000);
      expect(stage.now.status.state).toBe('live');
    });
  });
});
