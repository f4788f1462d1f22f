import { describe, expect, it, jest } from '@jest/globals';
import { type SocketEvent, SocketLost, openLiveSocket } from './live-socket';
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
  it('hands out the means to send with the opening only', () => {
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

  it('passes over bad frames and lives on', () => {
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

  it('errors after any other', () => {
    const { socket, events, error } = open();
    socket.end(1006);
    expect(events.at(-1)).toEqual({ type: 'closed', code: 1006 });
    expect(error).toHaveBeenCalledWith(expect.any(SocketLost));
  });

  it('errors where no socket can be made', () => {
    const error = jest.fn();
    const refusal = new Error('refused');
    openLiveSocket(() => {
      throw refusal;
    }).subscribe({ error });
    expect(error).toHaveBeenCalledWith(refusal);
  });

  it('closes the socket with its last subscriber, and hears no more', () => {
    const { socket, events, end } = open();
    end();
    expect(socket.state).toBe('closed');
    socket.receive('pong', {});
    expect(events).toEqual([]);
  });
});
