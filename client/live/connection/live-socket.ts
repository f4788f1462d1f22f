import { Observable, fromEvent } from 'rxjs';
import type { ClientData, ClientEvent, ServerMessage } from '../../../wire/messages';
import type { LiveSocket } from '../live-environment';
import { readServerMessage } from './server-message';

export type Send = <E extends ClientEvent>(event: E, data: ClientData<E>) => void;

export type SocketEvent =
  | { type: 'opened'; send: Send }
  | { type: 'message'; message: ServerMessage }
  /** A frame that makes no sense here, but is a sign of life. */
  | { type: 'ignored' }
  | { type: 'closed'; code: number };

/** A connection that did not end by a clean close. */
export class SocketLost extends Error {
  override readonly name = 'SocketLost';
}

/**
 * One connection, from its opening to its end: completes after a clean close, errors with `SocketLost` after any other,
 * each right after `closed`. Nothing can be sent before `opened`, so nothing is ever buffered. Unsubscribing closes the
 * socket. Unlike RxJS' `webSocket` it passes over a bad frame instead of ending on it.
 */
export function openLiveSocket(open: () => LiveSocket): Observable<SocketEvent> {
  return new Observable((subscriber) => {
    const socket = open();
    const send: Send = (event, data) => {
      socket.send(JSON.stringify({ event, data }));
    };
    subscriber.add(
      fromEvent(socket, 'open').subscribe(() => {
        subscriber.next({ type: 'opened', send });
      }),
    );
    subscriber.add(
      fromEvent<MessageEvent<unknown>>(socket, 'message').subscribe(({ data }) => {
        const message = readServerMessage(data);
        subscriber.next(message === undefined ? { type: 'ignored' } : { type: 'message', message });
      }),
    );
    subscriber.add(
      fromEvent<CloseEvent>(socket, 'close').subscribe(({ code, wasClean }) => {
        subscriber.next({ type: 'closed', code });
        if (wasClean) {
          subscriber.complete();
        } else {
          subscriber.error(new SocketLost(`The connection was lost (${code}).`));
        }
      }),
    );
    subscriber.add(() => {
      socket.close();
    });
  });
}
