import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LiveStream } from './live-stream';
import { LiveFixture } from './testing/live-fixture';
import { ModelBoard } from './testing/model-board';
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

  describe('on waking up', () => {
    it('refetches immediately after a sleep and reconnects the socket', () => {
      fixture.goLive();
      server.board.push('p', 2_000, 8);
      environment.sleep(600_000);
      environment.page$.next('wake');
      environment.advance(50);
      expect(fixture.shownValue).toBe(8);
      expect(fixture.now.status.state).toBe('live');
      expect(environment.sockets).toHaveLength(2);
      expect(server.requests).toHaveLength(1);
    });

    it('aborts a GET that was in flight during the sleep', () => {
      fixture.goLive();
      fixture.pass(30_000);
      server.nextGets.push('hang');
      server.push(1);
      environment.sleep(10_000);
      environment.page$.next('wake');
      environment.advance(20);
      expect(fixture.shownValue).toBe(1);
      expect(server.requests).toHaveLength(2);
    });

    it('does not refetch a recent response', () => {
      fixture.goLive();
      environment.page$.next('wake');
      environment.advance(30_000);
      environment.page$.next('wake');
      environment.advance(1_000);
      expect(server.requests).toEqual([]);
    });

    it('refetches an old response, even if the socket is connected', () => {
      fixture.goLive();
      fixture.pass(40_000);
      environment.page$.next('wake');
      environment.advance(100);
      expect(server.requests).toHaveLength(1);
    });

    it('does not refetch on a late pageshow event of the first load', () => {
      server.socketsOpen = false;
      stream.show('b');
      environment.advance(8);
      environment.page$.next('show');
      environment.advance(1_000);
      environment.page$.next('show');
      environment.advance(1_000);
      expect(server.requests).toHaveLength(1);
    });

    it('shows the latest data when the page leaves the back/forward cache', () => {
      fixture.goLive();
      environment.page$.next('hide');
      server.board.push('p', 2_000, 6);
      environment.sleep(300_000);
      server.latency = () => [1, 1];
      environment.page$.next('show');
      environment.advance(50);
      expect(fixture.shownValue).toBe(6);
      expect(fixture.now.status.state).toBe('live');
      expect(fixture.states.map(({ state }) => state.status.state)).not.toContain('polling');
    });
  });

  describe('on requests of the user', () => {
    it('keeps the old range until the new one is loaded, and then shows it immediately', () => {
      fixture.goLive();
      server.push(1);
      environment.advance(20);
      stream.show('b', '6h');
      environment.advance(19);
      expect(fixture.now.view?.range).toBe('1h');
      environment.advance(1);
      expect(fixture.now.view?.range).toBe('6h');
      expect(server.requests.at(-1)).toMatchObject({ range: '6h', since: undefined });
    });

    it('shows the last of two quick range changes', () => {
      fixture.goLive();
      server.latency = () => (server.requests.at(-1)?.range === '6h' ? [10, 500] : [10, 10]);
      stream.show('b', '6h');
      environment.advance(5);
      stream.show('b', '24h');
      environment.advance(2_000);
      expect(fixture.now.view?.range).toBe('24h');
      const ranges = fixture.states.map(({ state }) => state.view?.range);
      expect(ranges).not.toContain('6h');
      server.push(4);
      environment.advance(1_000);
      expect(server.requests.at(-1)).toMatchObject({ range: '24h', since: 'e1.1' });
    });

    it('shows no data of the previous board after a change of the board', () => {
      server.boards.set('c', new ModelBoard('c', ['x']));
      fixture.goLive();
      server.push(1);
      environment.advance(20);
      server.push(2);
      environment.advance(20);
      server.latency = () => [1_000, 1_000];
      stream.show('c');
      expect(fixture.now.view).toBeUndefined();
      expect(fixture.now.status).toMatchObject({ state: 'live', epoch: undefined, revision: undefined });
      environment.advance(5_000);
      expect(fixture.now.view?.board.slug).toBe('c');
      expect(fixture.states.some(({ state }) => state.view?.board.slug === 'b' && state.request?.board === 'c')).toBe(
        false,
      );
      expect(environment.sockets).toHaveLength(1);
      server.push(3, 'x', 'c');
      environment.advance(3_000);
      expect(fixture.now.view?.revision).toBe(2);
    });

    it('does nothing if the requested board is already shown', () => {
      fixture.goLive();
      stream.show('b');
      expect(server.requests).toEqual([]);
    });

    it('refreshes completely and immediately while another GET hangs', () => {
      fixture.goLive();
      server.nextGets.push('hang');
      server.push(5);
      environment.advance(1);
      const { view } = fixture.now;
      stream.refresh();
      environment.advance(20);
      expect(fixture.shownValue).toBe(5);
      expect(server.requests.at(-1)).toMatchObject({ since: undefined });
      expect(fixture.now.view?.panels.get('q')).toBe(view?.panels.get('q'));
    });

    it('shows a refresh within the interval of another update', () => {
      fixture.goLive();
      server.push(1);
      environment.advance(20);
      server.push(2);
      environment.advance(20);
      expect(fixture.shownValue).toBe(1);
      stream.refresh();
      environment.advance(20);
      expect(fixture.shownValue).toBe(2);
    });
  });

  describe('on problems', () => {
    it('does not report offline when only the board is missing', () => {
      server.boards.delete('b');
      server.socketsOpen = false;
      stream.show('b');
      environment.advance(20_000);
      expect(fixture.now.status.state).toBe('polling');
    });

    it('reports a missing board and shows it after it is created', () => {
      server.boards.delete('b');
      stream.show('b');
      fixture.pass(2_000);
      expect(fixture.now.problem).toMatchObject({ status: 404, message: 'Board not found.' });
      expect(fixture.now.status.state).toBe('live');
      expect(server.requests).toHaveLength(1);
      server.boards.set('b', new ModelBoard());
      fixture.pass(60_000);
      expect(fixture.now.problem).toBeUndefined();
      expect(fixture.now.view).toBeDefined();
      server.push(6);
      environment.advance(1_000);
      expect(fixture.shownValue).toBe(6);
    });

    it('reports a deleted board, keeps its view, and only polls', () => {
      fixture.goLive();
      server.delete();
      expect(fixture.now.problem).toMatchObject({ status: 410, message: 'This board was deleted.' });
      environment.advance(50_000);
      expect(fixture.now.view).toBeDefined();
      expect(fixture.now.problem).toMatchObject({ status: 404 });
      expect(server.requests).toHaveLength(1);
    });

    it('shows a board that was deleted and created again', () => {
      fixture.goLive();
      server.delete();
      server.boards.set('b', new ModelBoard('b', ['n']));
      environment.advance(2_000);
      expect(fixture.now.problem).toBeUndefined();
      environment.advance(9_000);
      server.push(1, 'n');
      environment.advance(2_000);
      expect(fixture.now.view?.revision).toBe(2);
    });

    it('accepts a server that rejects subscriptions but responds to GETs', () => {
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
        if (event === 'ping') socket.receive('pong', {});
      };
      socket.open();
      socket.receive('hello', { protocol: 1, epoch: 'e1', heartbeatMs: 25_000, maxBoards: 32 });
      environment.advance(30_000);
      expect(fixture.now.problem).toMatchObject({ status: 403 });
      expect(server.requests).toHaveLength(1);
      expect(socket.sent.filter(({ event }) => event === 'subscribe').length).toBeLessThan(3);
    });

    it('reports why a range is rejected and keeps the previous view', () => {
      fixture.goLive();
      server.nextGets.push(422);
      stream.show('b', '6h');
      environment.advance(2_000);
      expect(fixture.now.problem).toMatchObject({ status: 422, message: 'Status 422.' });
      expect(fixture.now.view?.range).toBe('1h');
      stream.show('b', '1h');
      expect(fixture.now.problem).toBeUndefined();
    });

    it('reports the problem of a failing server only while there is no view', () => {
      server.gets = 503;
      stream.show('b');
      environment.advance(2_000);
      expect(fixture.now.problem).toMatchObject({ status: 503, message: 'Status 503.' });
      server.gets = 'respond';
      environment.advance(10_000);
      expect(fixture.now.problem).toBeUndefined();
      server.gets = 503;
      server.push(1);
      environment.advance(20_000);
      expect(fixture.now.problem).toBeUndefined();
      server.gets = 'respond';
      environment.advance(10_000);
      expect(fixture.shownValue).toBe(1);
    });
  });
});
