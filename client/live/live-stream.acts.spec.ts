import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LiveStream } from './live-stream';
import { LiveFixture } from './testing/live-fixture';
import { ModelBoard } from './testing/model-board';
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

  describe('waking up', () => {
    it('asks at once after a sleep, and has a socket again', () => {
      stage.goLive();
      server.board.push('p', 2_000, 8);
      environment.sleep(600_000);
      environment.page$.next('wake');
      environment.advance(50);
      expect(stage.shownValue).toBe(8);
      expect(stage.now.status.state).toBe('live');
      expect(environment.sockets).toHaveLength(2);
      expect(server.requests).toHaveLength(1);
    });

    it('gives up a GET that hung through the sleep', () => {
      stage.goLive();
      stage.pass(30_000);
      server.nextGets.push('hang');
      server.push(1);
      environment.sleep(10_000);
      environment.page$.next('wake');
      environment.advance(20);
      expect(stage.shownValue).toBe(1);
      expect(server.requests).toHaveLength(2);
    });

    it('does not ask where all is fresh', () => {
      stage.goLive();
      environment.page$.next('wake');
      environment.advance(30_000);
      environment.page$.next('wake');
      environment.advance(1_000);
      expect(server.requests).toEqual([]);
    });

    it('asks once more where the last answer is old, though notices come', () => {
      stage.goLive();
      stage.pass(40_000);
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
      stage.goLive();
      environment.page$.next('hide');
      server.board.push('p', 2_000, 6);
      environment.sleep(300_000);
      server.latency = () => [1, 1];
      environment.page$.next('show');
      environment.advance(50);
      expect(stage.shownValue).toBe(6);
      expect(stage.now.status.state).toBe('live');
      expect(stage.states.map(({ state }) => state.status.state)).not.toContain('polling');
    });
  });

  describe('acts of the user', () => {
    it('keeps the old range until the new one is there, and shows that at once', () => {
      stage.goLive();
      server.push(1);
      environment.advance(20);
      stream.show('b', '6h');
      environment.advance(19);
      expect(stage.now.view?.range).toBe('1h');
      environment.advance(1);
      expect(stage.now.view?.range).toBe('6h');
      expect(server.requests.at(-1)).toMatchObject({ range: '6h', since: undefined });
    });

    it('ends on the last of two quick range changes', () => {
      stage.goLive();
      server.latency = () => (server.requests.at(-1)?.range === '6h' ? [10, 500] : [10, 10]);
      stream.show('b', '6h');
      environment.advance(5);
      stream.show('b', '24h');
      environment.advance(2_000);
      expect(stage.now.view?.range).toBe('24h');
      const ranges = stage.states.map(({ state }) => state.view?.range);
      expect(ranges).not.toContain('6h');
      server.push(4);
      environment.advance(1_000);
      expect(server.requests.at(-1)).toMatchObject({ range: '24h', since: 'e1.1' });
    });

    it('shows nothing of the board before on another one', () => {
      server.boards.set('c', new ModelBoard('c', ['x']));
      stage.goLive();
      server.push(1);
      environment.advance(20);
      server.push(2);
      environment.advance(20);
      server.latency = () => [1_000, 1_000];
      stream.show('c');
      expect(stage.now.view).toBeUndefined();
      expect(stage.now.status).toMatchObject({ state: 'live', epoch: undefined, revision: undefined });
      environment.advance(5_000);
      expect(stage.now.view?.board.slug).toBe('c');
      expect(stage.states.some(({ state }) => state.view?.board.slug === 'b' && state.question?.board === 'c')).toBe(
        false,
      );
      expect(environment.sockets).toHaveLength(1);
      server.push(3, 'x', 'c');
      environment.advance(3_000);
      expect(stage.now.view?.revision).toBe(2);
    });

    it('does nothing where it shows already what is asked for', () => {
      stage.goLive();
      stream.show('b');
      expect(server.requests).toEqual([]);
    });

    it('refreshes at once, completely, beside whatever hangs', () => {
      stage.goLive();
      server.nextGets.push('hang');
      server.push(5);
      environment.advance(1);
      const { view } = stage.now;
      stream.refresh();
      environment.advance(20);
      expect(stage.shownValue).toBe(5);
      expect(server.requests.at(-1)).toMatchObject({ since: undefined });
      expect(stage.now.view?.panels.get('q')).toBe(view?.panels.get('q'));
    });

    it('shows a refresh within the second of another update', () => {
      stage.goLive();
      server.push(1);
      environment.advance(20);
      server.push(2);
      environment.advance(20);
      expect(stage.shownValue).toBe(1);
      stream.refresh();
      environment.advance(20);
      expect(stage.shownValue).toBe(2);
    });
  });

  describe('problems', () => {
    it('does not take a missing board for a missing server', () => {
      server.boards.delete('b');
      server.socketsOpen = false;
      stream.show('b');
      environment.advance(20_000);
      expect(stage.now.status.state).toBe('polling');
    });

    it('says that there is no such board, and shows it once it is made', () => {
      server.boards.delete('b');
      stream.show('b');
      stage.pass(2_000);
      expect(stage.now.problem).toEqual({ status: 404, detail: 'There is no such board.' });
      expect(stage.now.status.state).toBe('live');
      expect(server.requests).toHaveLength(1);
      server.boards.set('b', new ModelBoard());
      stage.pass(60_000);
      expect(stage.now.problem).toBeUndefined();
      expect(stage.now.view).toBeDefined();
      server.push(6);
      environment.advance(1_000);
      expect(stage.shownValue).toBe(6);
    });

    it('says that a board was deleted, keeps showing it, and asks no more than the polls', () => {
      stage.goLive();
      server.delete();
      expect(stage.now.problem).toEqual({ status: 410, detail: 'This board was deleted.' });
      environment.advance(50_000);
      expect(stage.now.view).toBeDefined();
      expect(stage.now.problem).toMatchObject({ status: 404 });
      expect(server.requests).toHaveLength(1);
    });

    it('shows a board that was deleted and made again at once', () => {
      stage.goLive();
      server.delete();
      server.boards.set('b', new ModelBoard('b', ['n']));
      environment.advance(2_000);
      expect(stage.now.problem).toBeUndefined();
      environment.advance(9_000);
      server.push(1, 'n');
      environment.advance(2_000);
      expect(stage.now.view?.revision).toBe(2);
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
        if (event === 'ping') socket.receive('pong', {});
      };
      socket.open();
      socket.receive('hello', { protocol: 1, epoch: 'e1', heartbeatMs: 25_000, maxBoards: 32 });
      environment.advance(30_000);
      expect(stage.now.problem).toMatchObject({ status: 403 });
      expect(server.requests).toHaveLength(1);
      expect(socket.sent.filter(({ event }) => event === 'subscribe').length).toBeLessThan(3);
    });

    it('says why a range is refused, and keeps the one before', () => {
      stage.goLive();
      server.nextGets.push(422);
      stream.show('b', '6h');
      environment.advance(2_000);
      expect(stage.now.problem).toEqual({ status: 422, detail: 'Status 422.' });
      expect(stage.now.view?.range).toBe('1h');
      stream.show('b', '1h');
      expect(stage.now.problem).toBeUndefined();
    });

    it('says what a failing server says only while there is nothing to show', () => {
      server.gets = 503;
      stream.show('b');
      environment.advance(2_000);
      expect(stage.now.problem).toEqual({ status: 503, detail: 'Status 503.' });
      server.gets = 'answer';
      environment.advance(10_000);
      expect(stage.now.problem).toBeUndefined();
      server.gets = 503;
      server.push(1);
      environment.advance(20_000);
      expect(stage.now.problem).toBeUndefined();
      server.gets = 'answer';
      environment.advance(10_000);
      expect(stage.shownValue).toBe(1);
    });
  });
});
