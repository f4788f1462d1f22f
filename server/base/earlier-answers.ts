import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What Node keeps on a connection: the answer that is being made or sent. Others may wait behind it. */
type AnsweringSocket = Duplex & { readonly _httpMessage?: ServerResponse | null };

const waiting = new WeakSet<Duplex>();

/** The answer of the connection that is being made or sent. */
export function pendingAnswer(socket: AnsweringSocket): ServerResponse | undefined {
  return socket._httpMessage ?? undefined;
}

/**
 * Runs `work` once all requests of the connection that were received completely have been answered, for answers come in the
 * order of the requests (RFC 9112, section 9.3.2). It is not run if the connection closes before, or if other work waits already.
 */
export function afterEarlierAnswers(socket: AnsweringSocket, work: () => void): void {
  if (waiting.has(socket)) return;
  const next = (): void => {
    const answer = pendingAnswer(socket);
    if (socket.destroyed) return;
    if (answer?.req.complete === true) {
      waiting.add(socket);
      answer.once('close', next);
    } else work();
  };
  next();
}
