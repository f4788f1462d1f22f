import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../common/time/clock.js';

/** The most that is read of a body that is not needed. A client that sends more is disconnected. */
const MAX_DRAINED_BYTES = 32 * 1024 * 1024;
const MAX_DRAIN_MS = 60_000;

/**
 * Reads and discards the rest of a body whose request was answered early. Most clients read the response only after they have sent
 * everything, and lose it if the connection is closed before (RFC 9112, section 9.6). Afterwards the connection can serve further
 * requests. If the client wants it closed, the response is sent after the end of the body.
 */
export function drainUnreadBodies(fastify: FastifyInstance, clock: Clock): void {
  fastify.addHook('onSend', ({ raw }, reply, payload, done) => {
    // Requests of Fastify's `inject` are never `complete`.
    if (raw.complete || raw.readableEnded || !hasBody(raw)) {
      done(null, payload);
      return;
    }
    const isLost = raw.destroyed || reply.statusCode === 408;
    if (isLost) void reply.header('connection', 'close');
    else reply.removeHeader('connection');
    const rest = isLost ? Promise.resolve(true) : drain(raw, clock);
    if (isLost || reply.raw.shouldKeepAlive) {
      done(null, payload);
      void rest.then((isRead) => {
        if (!isRead) raw.socket.destroySoon();
      });
    } else {
      void rest.then(() => {
        done(null, payload);
      });
    }
  });
}

/** Reads the rest of a body. Resolves with false if it is too long or takes too long. */
function drain(body: IncomingMessage, clock: Clock): Promise<boolean> {
  const { socket } = body;
  return new Promise((resolve) => {
    let bytes = 0;
    const settle = (isRead: boolean): void => {
      body.off('data', count).off('end', close).off('close', close);
      socket.off('close', close);
      timer.unsubscribe();
      resolve(isRead);
    };
    const count = (chunk: Buffer): void => {
      bytes += chunk.byteLength;
      if (bytes > MAX_DRAINED_BYTES) settle(false);
    };
    const close = (): void => {
      settle(true);
    };
    const timer = clock.after(MAX_DRAIN_MS, () => {
      settle(false);
    });
    body.on('data', count).on('end', close).on('close', close).resume();
    // Node emits nothing for a body that is cut off after its response was sent.
    socket.on('close', close);
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
