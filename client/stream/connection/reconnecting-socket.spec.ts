import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Subscription } from 'rxjs';
import { CloseCode } from '../../../wire/protocol';
import { type ConnectionEvent, ReconnectingSocket } from './reconnecting-socket';
import type { FakeSocket } from '../testing/fake-socket';
import { VirtualEnvironment } from '../testing/virtual-environment';

const HELLO = { protocol: 1, epoch: 'e1', heartbeatMs: 25_000, maxBoards: 32 };

describe('SocketConnection', () => {
  let environment: VirtualEnvironment;
  let connection: ReconnectingSocket;
  let events: ConnectionEvent[];
  let running: Subscription;

  beforeEach(() => {
    environment = new VirtualEnvironment();
    connection = new ReconnectingSocket(environment, () => 3_000);
    events = [];
    connection.watch('b');
    running = connection.events$.subscribe((event) => events.push(event));
  });

  function sendHello(socket = environment.socket): FakeSocket {
    socket.open();
    socket.receive('hello', HELLO);
    return socket;
  }

  function goLive(revision = 1): FakeSocket {
    const socket = sendHello();
    socket.receive('subscribed', { board: 'b', epoch: 'e1', revision });
    return socket;
  }

  /** Advances until the next attempt and returns the elapsed ms. */
  function untilNextAttempt(): number {
    const [count, start] = [environment.sockets.length, environment.now()];
    while (environment.sockets.length === count && environment.now() - start < 100_000) {
      environment.advance(1);
    }
    return environment.now() - start;
  }

  describe('when subscribing', () => {
    it('sends nothing before hello', () => {
      const { socket } = environment;
      socket.open();
      expect(socket.sent).toEqual([]);
      socket.receive('hello', HELLO);
      expect(socket.sent).toEqual([{ event: 'subscribe', data: { id: 1, board: 'b' } }]);
      expect(events).toEqual([]);
    });

    it('emits up with the first response, then positions', () => {
      goLive(4).receive('changed', { board: 'b', epoch: 'e1', revision: 5, spreadMs: 100 });
      expect(events).toEqual([
        { type: 'up' },
        { type: 'position', board: 'b', position: { epoch: 'e1', revision: 4 }, spreadMs: 0 },
        { type: 'position', board: 'b', position: { epoch: 'e1', revision: 5 }, spreadMs: 100 },
      ]);
    });

    it('subscribes to another board over the same socket', () => {
      const socket = goLive();
      connection.watch('c');
      connection.watch('c');
      expect(socket.sent.slice(1)).toEqual([
        { event: 'unsubscribe', data: { board: 'b' } },
        { event: 'subscribe', data: { id: 2, board: 'c' } },
      ]);
    });

    it('subscribes only to the latest board on the next connection', () => {
      connection.watch('c');
      expect(sendHello().sent).toEqual([{ event: 'subscribe', data: { id: 1, board: 'c' } }]);
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
        'rejected with an error',
        (socket) => {
          socket.receive('error', { id: 1, code: 'rate_limited', message: 'Slower.' });
        },
      ],
    ])('subscribes again on resubscribe after the subscription was %s', (_, reject) => {
      const socket = goLive();
      connection.resubscribe();
      expect(socket.sent).toHaveLength(1);
      reject(socket);
      connection.resubscribe();
      connection.resubscribe();
      expect(socket.sent.slice(1)).toEqual([{ event: 'subscribe', data: { id: 2, board: 'b' } }]);
    });

    it('emits ignored for invalid messages and continues', () => {
      const socket = goLive();
      socket.receiveText('nonsense');
      socket.receive('changed', { board: 'b', epoch: 'e1', revision: 2, spreadMs: 0 });
      expect(events.slice(2).map(({ type }) => type)).toEqual(['ignored', 'position']);
    });
  });

  describe('when reconnecting', () => {
    it('increases the delay by a factor of 1.5 with each lost connection', () => {
      const waits = [1, 2, 3, 4, 5, 6, 7, 8].map(() => {
        environment.socket.end(1006);
        return untilNextAttempt();
      });
      expect(waits).toEqual([3_000, 4_500, 6_750, 10_125, 15_188, 22_782, 30_000, 30_000]);
    });

    it('reconnects after each clean close', () => {
      for (let round = 0; round < 3; round++) {
        goLive().end(1001);
        expect(untilNextAttempt()).toBe(3_000);
      }
      expect(events.filter(({ type }) => type === 'down')).toEqual(Array(3).fill({ type: 'down', code: 1001 }));
    });

    it('increases the delay until a handshake succeeds', () => {
      environment.socket.end(1006);
      untilNextAttempt();
      sendHello().end(1006);
      expect(untilNextAttempt()).toBe(4_500);
      goLive().end(1006);
      expect(untilNextAttempt()).toBe(3_000);
    });

    it('counts a denied subscription as a successful handshake', () => {
      sendHello().receive('denied', { id: 1, board: 'b', status: 404 });
      expect(events).toEqual([{ type: 'up' }, { type: 'denied', board: 'b', status: 404 }]);
    });

    it.each([
      [0, 2_250],
      [0.999, 3_749],
    ])('varies the delay by 25 % (random %d)', (random, expected) => {
      environment.randomValue = () => random;
      environment.socket.end(1006);
      expect(untilNextAttempt()).toBe(expected);
    });

    it.each([
      [0, 1],
      [0.5, 1_500],
      [0.999, 2_997],
    ])('spreads attempts over 3 s after a restart (random %d)', (random, expected) => {
      environment.randomValue = () => random;
      goLive().end(CloseCode.Restart);
      expect(untilNextAttempt()).toBe(expected);
      environment.randomValue = () => 0.5;
      environment.socket.end(1006);
      expect(untilNextAttempt()).toBe(3_000);
    });

    it.each([CloseCode.Restart, 1006])(
      'spreads attempts over the grace time of a drain message (closed with %d)',
      (code) => {
        const socket = goLive();
        socket.receive('drain', { graceMs: 8_000 });
        expect(environment.sockets).toHaveLength(1);
        socket.end(code);
        expect(untilNextAttempt()).toBe(4_000);
        goLive().end(1006);
        expect(untilNextAttempt()).toBe(3_000);
      },
    );

    it('keeps trying if no socket can be created', () => {
      environment.socket.end(1006);
      environment.onSocket = () => {
        environment.onSocket = undefined;
        throw new Error('The socket cannot be created.');
      };
      expect(untilNextAttempt()).toBe(3_000);
      expect(untilNextAttempt()).toBe(4_500);
    });

    it('closes the socket on unsubscribing', () => {
      const socket = goLive();
      running.unsubscribe();
      expect(socket.state).toBe('closed');
      environment.advance(100_000);
      expect(environment.sockets).toHaveLength(1);
    });
  });

  describe('when the server is silent', () => {
    it('closes the socket of a hidden page after 60 s without a message', () => {
      environment.visible$.next(false);
      const socket = goLive();
      environment.advance(59_999);
      expect(socket.state).toBe('open');
      environment.advance(1);
      expect(socket.state).toBe('closed');
      expect(events.at(-1)).toEqual({ type: 'down' });
      expect(untilNextAttempt()).toBe(3_000);
    });

    it('keeps the socket open after any message, even an invalid one', () => {
      environment.visible$.next(false);
      const socket = goLive();
      for (const text of ['{"event":"heartbeat","data":{}}', 'nonsense', '{"event":"pong"}']) {
        environment.advance(50_000);
        socket.receiveText(text);
      }
      environment.advance(50_000);
      expect(socket.state).toBe('open');
    });

    it('sends a ping after 5 s without a message on a visible page, and emits down 4 s later', () => {
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

    it('emits up again over the same socket when the server responds late', () => {
      const socket = goLive();
      environment.advance(15_000);
      socket.receive('pong', {});
      expect(events.slice(-2)).toEqual([{ type: 'down' }, { type: 'up' }]);
      expect(environment.sockets).toEqual([socket]);
      environment.advance(5_000);
      expect(socket.sent.filter(({ event }) => event === 'ping')).toHaveLength(2);
    });

    it('closes the socket of a visible page after 20 s without a message', () => {
      const socket = goLive();
      environment.advance(19_999);
      expect(socket.state).toBe('open');
      environment.advance(1);
      expect(socket.state).toBe('closed');
      expect(untilNextAttempt()).toBe(3_000);
    });

    it('sends no ping while the page is hidden, and one as soon as it becomes visible', () => {
      const socket = goLive();
      environment.visible$.next(false);
      environment.advance(30_000);
      expect(socket.sent).toHaveLength(1);
      environment.visible$.next(true);
      environment.advance(0);
      expect(socket.sent.at(-1)).toEqual({ event: 'ping', data: {} });
    });

    it('sends no ping while messages arrive', () => {
      const socket = goLive();
      for (let second = 0; second < 20; second += 1) {
        environment.advance(4_999);
        socket.receive('heartbeat', {});
      }
      expect(socket.sent).toHaveLength(1);
    });

    it('closes a socket without a response to the subscription after 20 s', () => {
      const socket = sendHello();
      environment.advance(19_999);
      expect(socket.state).toBe('open');
      environment.advance(1);
      expect(socket.state).toBe('closed');
      environment.advance(3_000);
      expect(environment.sockets).toHaveLength(2);
      environment.advance(20_000);
      expect(environment.socket.state).toBe('closed');
    });

    it('closes a silent socket on waking up and reconnects immediately', () => {
      const socket = goLive();
      environment.sleep(35_000);
      environment.page$.next('wake');
      expect(socket.state).toBe('closed');
      environment.advance(0);
      expect(environment.sockets).toHaveLength(2);
    });

    it('keeps a socket on waking up if a message arrived within 35 s', () => {
      const socket = goLive();
      environment.sleep(34_999);
      environment.page$.next('wake');
      expect(socket.state).toBe('open');
    });
  });

  describe('when waking up without a connection', () => {
    it('reconnects immediately', () => {
      environment.socket.end(1006);
      environment.advance(2_000);
      environment.page$.next('wake');
      environment.advance(0);
      expect(environment.sockets).toHaveLength(2);
    });

    it('waits at least one second between two attempts and keeps the attempt count', () => {
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

    it('does not interrupt an attempt in progress', () => {
      environment.page$.next('wake');
      environment.advance(0);
      expect(environment.sockets).toHaveLength(1);
      expect(environment.socket.state).toBe('connecting');
    });

    it('reconnects immediately on retryNow', () => {
      environment.socket.end(1006);
      environment.advance(2_000);
      connection.retryNow();
      environment.advance(0);
      expect(environment.sockets).toHaveLength(2);
    });
  });

  describe('with the back/forward cache', () => {
    it('closes the socket when the page is hidden, and opens one when it is shown again', () => {
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

    it('ignores the pageshow event of the first load', () => {
      goLive();
      environment.page$.next('show');
      environment.advance(1_000);
      expect(environment.sockets).toHaveLength(1);
    });
  });
});
