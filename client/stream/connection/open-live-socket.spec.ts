import { describe, expect, it, jest } from '@jest/globals';
import { type SocketEvent, ConnectionLostError, openLiveSocket } from './open-live-socket';
import { FakeSocket } from '../testing/fake-socket';

function open(): { socket: FakeSocket; events: SocketEvent[]; complete: jest.Mock; error: jest.Mock; end: () => void } {
  const socket = new FakeSocket();
  const events: SocketEvent[] = [];
  const [complete, error] = [jest.fn(), jest.fn()];
  const subscription = openLiveSocket(() => socket).subscribe({ next: (event) => events.push(event), complete, error });
  const end = (): void => {
    subscription.unsubscribe();
  };
  return { socket, events, complete, error, end };
}

describe('openLiveSocket', () => {
  it('provides send only after the socket is open', () => {
    const { socket, events } = open();
    expect(events).toEqual([]);
    socket.open();
    const [opened] = events;
    expect(opened?.type).toBe('opened');
    if (opened?.type === 'opened') {
      opened.send('subscribe', { board: 'b' });
    }
    expect(socket.sent).toEqual([{ event: 'subscribe', data: { board: 'b' } }]);
  });

  it('ignores invalid messages', () => {
    const { socket, events, error } = open();
    socket.open();
    socket.receiveText('{');
    socket.receiveText(new ArrayBuffer(1));
    socket.receive('pong', {});
    expect(events.slice(1)).toEqual([
      { type: 'ignored' },
      { type: 'ignored' },
      { type: 'message', message: { event: 'pong', data: {} } },
    ]);
    expect(error).not.toHaveBeenCalled();
  });

  it('completes after a clean close', () => {
    const { socket, events, complete } = open();
    socket.open();
    socket.end(1012);
    expect(events.at(-1)).toEqual({ type: 'closed', code: 1012 });
    expect(complete).toHaveBeenCalledTimes(1);
  });

  it('errors after any other close', () => {
    const { socket, events, error } = open();
    socket.end(1006);
    expect(events.at(-1)).toEqual({ type: 'closed', code: 1006 });
    expect(error).toHaveBeenCalledWith(expect.any(ConnectionLostError));
  });

  it('errors if the socket cannot be created', () => {
    const error = jest.fn();
    const failure = new Error('The socket cannot be created.');
    openLiveSocket(() => {
      throw failure;
    }).subscribe({ error });
    expect(error).toHaveBeenCalledWith(failure);
  });

  it('closes the socket on unsubscribing and emits nothing more', () => {
    const { socket, events, end } = open();
    end();
    expect(socket.state).toBe('closed');
    socket.receive('pong', {});
    expect(events).toEqual([]);
  });
});
