import { beforeEach, describe, expect, it } from '@jest/globals';
import { CloseCode } from '../../wire/protocol';
import { DEFAULT_SETTINGS } from './live-settings';
import type { LiveStream } from './live-stream';
import { LiveFixture } from './testing/live-fixture';
import type { ModelServer } from './testing/model-server';
import type { VirtualEnvironment } from './testing/virtual-environment';

describe('LiveStream', () => {
  let fixture: LiveFixture;
  let environment: VirtualEnvironment;
  let server: ModelServer;
  let stream: LiveStream;

  beforeEach(() => {
    fixture = new LiveFixture();
    ({ environment, server, stream } = fixture);
  });

  describe('at the start', () => {
    it('does nothing before show is called', () => {
      environment.advance(100_000);
      stream.refresh();
      expect(environment.sockets).toHaveLength(0);
      expect(server.requests).toEqual([]);
      expect(fixture.now).toEqual(fixture.states[0]?.state);
    });

    it('loads the snapshot while the socket connects', () => {
      stream.show('b');
      expect(server.requests).toEqual([{ at: 0, board: 'b' }]);
      expect(environment.sockets).toHaveLength(1);
      fixture.pass(2_000);
      expect(fixture.now.view).toMatchObject({ epoch: 'e1', revision: 1, range: '1h' });
      expect(fixture.now.status).toEqual({
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

    it('detects a change between snapshot and subscription', () => {
      server.latency = () => [0, 500];
      environment.onSocket = undefined;
      stream.show('b');
      environment.advance(100);
      server.board.push('p', 100, 7);
      environment.socket.open();
      environment.socket.receive('hello', { protocol: 1, epoch: 'e1', heartbeatMs: 25_000, maxBoards: 32 });
      environment.socket.receive('subscribed', { board: 'b', epoch: 'e1', revision: 2 });
      environment.advance(2_000);
      expect(fixture.shownValue).toBe(7);
    });

    it('shows the board without a socket', () => {
      server.socketsOpen = false;
      stream.show('b');
      environment.advance(20);
      expect(fixture.now.view).toBeDefined();
    });

    it('closes the socket and stops all timers and GETs on unsubscribing', () => {
      stream.show('b');
      server.nextGets.push('hang');
      fixture.running.unsubscribe();
      environment.advance(200_000);
      expect(environment.socket.state).toBe('closed');
      expect(server.requests).toHaveLength(1);
      expect(environment.scheduler.actions).toHaveLength(0);
    });
  });

  describe('when live', () => {
    it('loads the delta of a pushed value', () => {
      fixture.goLive();
      server.push(42);
      environment.advance(20);
      expect(fixture.shownValue).toBe(42);
      expect(server.requests).toMatchObject([{ since: 'e1.1' }]);
    });

    it('shows a second value pushed while the GET of the first hangs', () => {
      fixture.goLive();
      server.nextGets.push('hang');
      server.push(1);
      environment.advance(1_000);
      server.push(2);
      environment.advance(14_000 + 8_000 + 1_000);
      expect(fixture.shownValue).toBe(2);
      expect(server.requests).toHaveLength(2);
    });

    it('shows at most one update per second, and always the last', () => {
      fixture.goLive();
      const before = fixture.updates.length;
      for (let push = 1; push <= 50; push++) {
        server.push(push);
        environment.advance(97);
      }
      environment.advance(1_100);
      const times = fixture.updates.slice(before);
      expect(times).toHaveLength(6);
      times.slice(1).forEach((at, index) => {
        expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_000);
      });
      expect(fixture.shownValue).toBe(50);
    });

    it('keeps updating when changes arrive faster than GETs complete', () => {
      fixture.goLive();
      server.latency = () => [1_400, 1_400];
      for (let second = 1; second <= 60; second++) {
        server.push(second);
        fixture.pass(1_000);
        if (second >= 10) {
          expect(Number(fixture.shownValue)).toBeGreaterThan(second - 8);
        }
      }
      fixture.pass(10_000);
      expect(fixture.shownValue).toBe(60);
    });

    it('polls a complete snapshot every minute, which includes missed changes', () => {
      fixture.goLive();
      server.board.push('p', environment.now(), 5);
      fixture.pass(58_100);
      expect(fixture.shownValue).toBe(5);
      expect(server.requests).toEqual([{ at: 60_000, board: 'b' }]);
      fixture.pass(60_000);
      expect(server.requests).toHaveLength(2);
    });

    it.each([
      [0, 54_000],
      [0.999, 65_988],
    ])('spreads the polls by a random time (random %d)', (random, at) => {
      environment.randomValue = () => random;
      fixture.goLive();
      fixture.pass(70_000);
      expect(server.requests[0]?.at).toBe(at);
    });

    it('polls at the configured interval', () => {
      fixture.goLive();
      fixture.settings$.next({ ...DEFAULT_SETTINGS, pollIntervalMs: 5_000 });
      fixture.pass(5_000);
      expect(server.requests).toHaveLength(1);
      expect(fixture.now.status.pollIntervalMs).toBe(5_000);
    });

    it('ignores change notifications of other boards', () => {
      fixture.goLive();
      environment.socket.receive('changed', { board: 'c', epoch: 'e1', revision: 9, spreadMs: 0 });
      environment.socket.receive('gone', { board: 'c', reason: 'deleted' });
      fixture.pass(1_000);
      expect(server.requests).toEqual([]);
      expect(fixture.now.problem).toBeUndefined();
    });

    it('counts invalid messages', () => {
      fixture.goLive();
      environment.socket.receiveText('?');
      environment.socket.receiveText('?');
      expect(fixture.now.status.ignoredMessages).toBe(2);
    });

    it('delays its GETs by the spread that the server requests', () => {
      fixture.goLive();
      server.spreadMs = 200;
      server.push(1);
      environment.advance(99);
      expect(server.requests).toHaveLength(0);
      environment.advance(1);
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('after the connection is lost', () => {
    it('loads missed changes with one GET after reconnecting', () => {
      fixture.goLive();
      server.disconnect();
      server.board.push('p', 2_000, 9);
      environment.advance(2_999);
      expect(server.requests).toEqual([]);
      environment.advance(1_000);
      expect(fixture.shownValue).toBe(9);
      expect(server.requests).toMatchObject([{ since: 'e1.1' }]);
    });

    it('sends no GET if nothing changed', () => {
      fixture.goLive();
      server.disconnect();
      environment.advance(5_000);
      expect(fixture.now.status.state).toBe('live');
      expect(server.requests).toEqual([]);
    });

    it('refetches after being closed as too slow', () => {
      fixture.goLive();
      server.disconnect(CloseCode.TooSlow);
      environment.advance(20);
      expect(server.requests).toEqual([{ at: 2_000, board: 'b' }]);
    });

    it('loads a complete snapshot from a restarted server', () => {
      fixture.goLive();
      server.push(3);
      fixture.pass(2_000);
      expect(fixture.now.view?.revision).toBe(2);
      server.kill();
      environment.advance(2_000);
      server.start();
      environment.advance(2_000);
      expect(fixture.now.status).toMatchObject({ state: 'live', epoch: 'e2', revision: 1 });
      expect(fixture.shownValue).toBe(3);
    });

    it('keeps the last view and the time of its last update', () => {
      fixture.goLive();
      const { view } = fixture.now;
      server.kill();
      environment.advance(60_000);
      expect(fixture.now.view).toBe(view);
      expect(fixture.now.status).toMatchObject({ state: 'offline', transport: 'none', lastUpdateAt: 20, revision: 1 });
      expect(fixture.now.problem).toBeUndefined();
    });

    it('polls when it enters the polling state, and then every minute', () => {
      fixture.goLive();
      server.socketsOpen = false;
      server.disconnect();
      environment.advance(130_100);
      expect(server.requests.map(({ at }) => at)).toEqual([12_000, 72_000, 132_000]);
      expect(fixture.now.status).toMatchObject({
        state: 'polling',
        transport: 'polling',
        since: 12_020,
        lastUpdateAt: 132_020,
      });
    });

    it('keeps trying to open a socket while polling', () => {
      fixture.goLive();
      server.socketsOpen = false;
      server.disconnect();
      environment.advance(60_000);
      server.socketsOpen = true;
      environment.advance(40_000);
      expect(fixture.now.status.state).toBe('live');
    });
  });
});
