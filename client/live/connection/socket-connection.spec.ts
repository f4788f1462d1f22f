import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Subscription } from 'rxjs';
import { CloseCode } from '../../../wire/protocol';
import { type ConnectionEvent, SocketConnection } from './socket-connection';
import type { FakeSocket } from '../testing/fake-socket';
import { VirtualEnvironment } from '../testing/virtual-environment';

const HELLO = { protocol: 1, epoch: 'e1', heartbeatMs: 25_000, maxBoards: 32 };

describe('SocketConnection', () => {
  let environment: VirtualEnvironment;
  let link: SocketConnection;
  let events: ConnectionEvent[];
  let running: Subscription;

  beforeEach(() => {
    environment = new VirtualEnvironment();
    link = new SocketConnection(environment, () => 3_000);
    events = [];
    link.watch('b');
    running = link.events$.subscribe((event) => events.push(event));
  });

  function greet(socket = environment.socket): FakeSocket {
    socket.open();
    socket.receive('hello', HELLO);
    return socket;
  }

  function goLive(revision = 1): FakeSocket {
    const socket = greet();
    socket.receive('subscribed', { board: 'b', epoch: 'e1', revision });
    return socket;
  }

  /** When, from now, the next attempt is made. */
  function untilNextAttempt(): number {
    const [count, start] = [environment.sockets.length, environment.now()];
    while (environment.sockets.length === count && environment.now() - start < 100_000) {
      environment.advance(1);
    }
    return environment.now() - start;
  }

  describe('subscribing', () => {
    it('waits for hello, and sends nothing before', () => {
      const { socket } = environment;
      socket.open();
      expect(socket.sent).toEqual([]);
      socket.receive('hello', HELLO);
      expect(socket.sent).toEqual([{ event: 'subscribe', data: { id: 1, board: 'b' } }]);
      expect(events).toEqual([]);
    });

    it('is up with the answer, and passes positions on', () => {
      goLive(4).receive('changed', { board: 'b', epoch: 'e1', revision: 5, spreadMs: 100 });
      expect(events).toEqual([
        { type: 'up' },
        { type: 'position', board: 'b', position: { epoch: 'e1', revision: 4 }, spreadMs: 0 },
        { type: 'position', board: 'b', position: { epoch: 'e1', revision: 5 }, spreadMs: 100 },
      ]);
    });

    it('turns to another board over the same socket', () => {
      const socket = goLive();
      link.watch('c');
      link.watch('c');
      expect(socket.sent.slice(1)).toEqual([
        { event: 'unsubscribe', data: { board: 'b' } },
        { event: 'subscribe', data: { id: 2, board: 'c' } },
      ]);
    });

    it('asks only for the newest wish on the next connection', () => {
      link.watch('c');
      expect(greet().sent).toEqual([{ event: 'subscribe', data: { id: 1, board: 'c' } }]);
    });

    it.each<[string, (socket: FakeSocket) => void]>([
      [
        'denied',
        (socket) => {
          socket.receive('denied', { id: 1, board: 'b', status: 404 });
        },
      ],
      [
        'gone',
        (socket) => {
          socket.receive('gone', { board: 'b', reason: 'deleted' });
        },
      ],
      [
        'in error',
        (socket) => {
          socket.receive('error', { id: 1, code: 'rate_limited', message: 'Slower.' });
        },
      ],
    ])('asks again, when told to, after it was %s', (_, refuse) => {
      const socket = goLive();
      link.watchAgain();
      expect(socket.sent).toHaveLength(1);
      refuse(socket);
      link.watchAgain();
      link.watchAgain();
      expect(socket.sent.slice(1)).toEqual([{ event: 'subscribe', data: { id: 2, board: 'b' } }]);
    });

    it('counts frames that make no sense, and lives on', () => {
      const socket = goLive();
      socket.receiveText('nonsense');
      socket.receive('changed', { board: 'b', epoch: 'e1', revision: 2, spreadMs: 0 });
      expect(events.slice(2).map(({ type }) => type)).toEqual(['ignored', 'position']);
    });
  });

  describe('reconnecting', () => {
    it('backs off from lost connections, each by half more', () => {
      const waits = [1, 2, 3, 4, 5, 6, 7, 8].map(() => {
        environment.socket.end(1006);
        return untilNextAttempt();
      });
      expect(waits).toEqual([3_000, 4_500, 6_750, 10_125, 15_188, 22_782, 30_000, 30_000]);
    });

    it('comes back after a clean close too, again and again', () => {
      for (let round = 0; round < 3; round++) {
        goLive().end(1001);
        expect(untilNextAttempt()).toBe(3_000);
      }
      expect(events.filter(({ type }) => type === 'down')).toEqual(Array(3).fill({ type: 'down', code: 1001 }));
    });

    it('counts on until a connection has proved good', () => {
      environment.socket.end(1006);
      untilNextAttempt();
      greet().end(1006);
      expect(untilNextAttempt()).toBe(4_500);
      goLive().end(1006);
      expect(untilNextAttempt()).toBe(3_000);
    });

    it('takes a refusal for proof of a good connection', () => {
      greet().receive('denied', { id: 1, board: 'b', status: 404 });
      expect(events).toEqual([{ type: 'up' }, { type: 'denied', board: 'b', status: 404 }]);
    });

    it.each([
      [0, 2_250],
      [0.999, 3_749],
    ])('jitters by a quarter (chance %d)', (chance, expected) => {
      environment.chance = () => chance;
      environment.socket.end(1006);
      expect(untilNextAttempt()).toBe(expected);
    });

    it.each([
      [0, 1],
      [0.5, 1_500],
      [0.999, 2_997],
    ])('spreads over 3 s after a restart (chance %d)', (chance, expected) => {
      environment.chance = () => chance;
      goLive().end(CloseCode.Restart);
      expect(untilNextAttempt()).toBe(expected);
      environment.chance = () => 0.5;
      environment.socket.end(1006);
      expect(untilNextAttempt()).toBe(3_000);
    });

    it.each([CloseCode.Restart, 1006])('spreads over the time a drain asks for (closed with %d)', (code) => {
      const socket = goLive();
      socket.receive('drain', { graceMs: 8_000 });
      expect(environment.sockets).toHaveLength(1);
      socket.end(code);
      expect(untilNextAttempt()).toBe(4_000);
      goLive().end(1006);
      expect(untilNextAttempt()).toBe(3_000);
    });

    it('goes on where no socket can be made at all', () => {
      environment.socket.end(1006);
      environment.onSocket = () => {
        environment.onSocket = undefined;
        throw new Error('refused');
      };
      expect(untilNextAttempt()).toBe(3_000);
      expect(untilNextAttempt()).toBe(4_500);
    });

    it('ends with its subscriber', () => {
      const socket = goLive();
      running.unsubscribe();
      expect(socket.state).toBe('closed');
      environment.advance(100_000);
      expect(environment.sockets).toHaveLength(1);
    });
  });

  describe('finding dead connections', () => {
    it('gives the socket of a hidden page up after 60 s of silence', () => {
      environment.visible$.next(false);
      const socket = goLive();
      environment.advance(59_999);
      expect(socket.state).toBe('open');
      environment.advance(1);
      expect(socket.state).toBe('closed');
      expect(events.at(-1)).toEqual({ type: 'down' });
      expect(untilNextAttempt()).toBe(3_000);
    });

    it('takes any frame for a sign of life', () => {
      environment.visible$.next(false);
      const socket = goLive();
      for (const frame of ['{"event":"heartbeat","data":{}}', 'nonsense', '{"event":"pong"}']) {
        environment.advance(50_000);
        socket.receiveText(frame);
      }
      environment.advance(50_000);
      expect(socket.state).toBe('open');
    });

    it('sends a ping after 5 s without a message on a visible page, and is down after 4 more', () => {
      const socket = goLive();
      environment.advance(4_999);
      expect(socket.sent.at(-1)?.event).toBe('subscribe');
      environment.advance(1);
      expect(socket.sent.at(-1)).toEqual({ event: 'ping', data: {} });
      environment.advance(3_999);
      expect(events.at(-1)?.type).toBe('position');
      environment.advance(1);
      expect(events.at(-1)).toEqual({ type: 'down' });
      expect(socket.state).toBe('open');
    });

    it('is up again over the same socket when the server responds after all', () => {
      const socket = goLive();
      environment.advance(15_000);
      socket.receive('pong', {});
      expect(events.slice(-2)).toEqual([{ type: 'down' }, { type: 'up' }]);
      expect(environment.sockets).toEqual([socket]);
      environment.advance(5_000);
      expect(socket.sent.filter(({ event }) => event === 'ping')).toHaveLength(2);
    });

    it('gives the socket of a visible page up after 20 s of silence', () => {
      const socket = goLive();
      environment.advance(19_999);
      expect(socket.state).toBe('open');
      environment.advance(1);
      expect(socket.state).toBe('closed');
      expect(untilNextAttempt()).toBe(3_000);
    });

    it('sends no ping from a hidden page, and one at once when it becomes visible after 5 s of silence', () => {
      const socket = goLive();
      environment.visible$.next(false);
      environment.advance(30_000);
      expect(socket.sent).toHaveLength(1);
      environment.visible$.next(true);
      environment.advance(0);
      expect(socket.sent.at(-1)).toEqual({ event: 'ping', data: {} });
    });

    it('sends no ping while messages come', () => {
      const socket = goLive();
      for (let second = 0; second < 20; second += 1) {
        environment.advance(4_999);
        socket.receive('heartbeat', {});
      }
      expect(socket.sent).toHaveLength(1);
    });

    it('gives up what does not get as far as a subscription within 20 s', () => {
      const socket = greet();
      environment.advance(19_999);
      expect(socket.state).toBe('open');
      environment.advance(1);
      expect(socket.state).toBe('closed');
      environment.advance(3_000);
      expect(environment.sockets).toHaveLength(2);
      environment.advance(20_000);
      expect(environment.socket.state).toBe('closed');
    });

    it('gives a silent socket up on waking, and tries at once', () => {
      const socket = goLive();
      environment.sleep(35_000);
      environment.page$.next('wake');
      expect(socket.state).toBe('closed');
      environment.advance(0);
      expect(environment.sockets).toHaveLength(2);
    });

    it('keeps one that was heard of within 35 s', () => {
      const socket = goLive();
      environment.sleep(34_999);
      environment.page$.next('wake');
      expect(socket.state).toBe('open');
    });
  });

  describe('waking without a connection', () => {
    it('tries at once', () => {
      environment.socket.end(1006);
      environment.advance(2_000);
      environment.page$.next('wake');
      environment.advance(0);
      expect(environment.sockets).toHaveLength(2);
    });

    it('keeps counting, and a second between two attempts', () => {
      environment.socket.end(1006);
      environment.page$.next('wake');
      expect(untilNextAttempt()).toBe(1_000);
      environment.socket.end(1006);
      environment.page$.next('wake');
      environment.page$.next('wake');
      expect(untilNextAttempt()).toBe(1_000);
      environment.socket.end(1006);
      expect(untilNextAttempt()).toBe(6_750);
    });

    it('leaves an attempt under way alone', () => {
      environment.page$.next('wake');
      environment.advance(0);
      expect(environment.sockets).toHaveLength(1);
      expect(environment.socket.state).toBe('connecting');
    });

    it('is hurried the same way by whoever knows better', () => {
      environment.socket.end(1006);
      environment.advance(2_000);
      link.hurry();
      environment.advance(0);
      expect(environment.sockets).toHaveLength(2);
    });
  });

  describe('the back/forward cache', () => {
    it('closes the socket when the page is left, and opens one when it is back', () => {
      const socket = goLive();
      environment.page$.next('hide');
      expect(socket.state).toBe('closed');
      expect(events.at(-1)).toEqual({ type: 'down' });
      environment.page$.next('wake');
      environment.advance(100_000);
      expect(environment.sockets).toHaveLength(1);
      environment.page$.next('show');
      expect(environment.sockets).toHaveLength(2);
    });

    it('does not mind the pageshow of a first load', () => {
      goLive();
      environment.page$.next('show');
      environment.advance(1_000);
      expect(environment.sockets).toHaveLength(1);
    });
  });
});
