import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The field in which Node keeps the response that a connection is producing or sending. Later responses wait behind it. */
type RespondingSocket = Duplex & { readonly _httpMessage?: ServerResponse | null };

const waiting = new WeakSet<Duplex>();

/** Returns the response that the connection is producing or sending. */
export function pendingResponse(socket: RespondingSocket): ServerResponse | undefined {
  return socket._httpMessage ?? undefined;
}

/**
 * Runs `work` once every completely received request on the connection has been answered, because responses are sent in the
 * order of the requests (RFC 9112, section 9.3.2). It does not run if the connection closes first or if other work is already
 * waiting.
 */
export function afterEarlierResponses(socket: RespondingSocket, work: () => void): void {
  if (waiting.has(socket)) return;
  const next = (): void => {
    const response = pendingResponse(socket);
    if (socket.destroyed) return;
    if (response?.req.complete === true) {
      waiting.add(socket);
      response.once('close', next);
    } else work();
  };
  next();
}
