import { Observable, fromEvent } from 'rxjs';
import type { ClientData, ClientEvent, ServerMessage } from '../../../wire/schemas/messages';
import type { LiveSocket } from '../live-environment';
import { readServerMessage } from './server-message';

export type Send = <E extends ClientEvent>(event: E, data: ClientData<E>) => void;

export type SocketEvent =
  | { type: 'opened'; send: Send }
  | { type: 'message'; message: ServerMessage }
  /** An invalid message. It still shows that the server responds. */
  | { type: 'ignored' }
  | { type: 'closed'; code: number };

/** A connection ended without a clean close. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/**
 * Opens one connection. After `closed`, it completes if the close was clean, and otherwise errors with
 * `ConnectionLostError`. Messages can be sent only after `opened`, so nothing is buffered. Unsubscribing closes the
 * socket. Unlike `webSocket` of RxJS, it ignores an invalid message instead of erroring.
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
          subscriber.error(new ConnectionLostError(`The connection was lost (${code}).`));
        }
      }),
    );
    subscriber.add(() => {
      socket.close();
    });
  });
}
