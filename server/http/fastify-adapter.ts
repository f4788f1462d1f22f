import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestHandler } from './parts.js';
import { afterEarlierResponses, pendingResponse } from './earlier-responses.js';
import { sendProblemOnSocket, problem } from './problems/problem-response.js';
import { hasNoRequestTimeout } from './bodies/request-bodies.js';
import { isWebSocketUpgrade } from './is-web-socket-upgrade.js';
import { problemErrorHandler } from './problems/problem-error-handler.js';
import { problemDocument } from './problems/problem-document.js';

/** The largest JSON body. Routes with `BodyAs` have their own limits (bodies/request-bodies.ts). */
const BODY_LIMIT = 5 * 1024 * 1024;

/** Longer than any URL that Node accepts, so that the route reports what is wrong with a long parameter. */
const MAX_PARAM_LENGTH = 16_384;

/** A connection that transfers nothing for this long while a response is sent is closed. Node waits up to twice as long. */
const STALLED_MS = 60_000;

/** Statuses of errors that Node's HTTP parser reports. All others are 400. */
const CLIENT_ERRORS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Creates the Fastify adapter with the limits of Boardcast's server.
 * @param handleUnmatched answers requests that the router rejects; by default, they are answered with 400 or 414
 */
export function createAdapter(handleUnmatched?: RequestHandler): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    // Against clients that send very slowly. Imports have their own time limit.
    requestTimeout: 120_000,
    // Against clients that do not read their response, see `closeStalledConnections`.
    connectionTimeout: STALLED_MS,
    // Longer than the 60 s of most proxies, so that no proxy sends to a connection that is being closed.
    keepAliveTimeout: 72_000,
    // While the server stops, idle connections are closed, running requests finish, and late requests are answered too.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    http: {
      headersTimeout: 30_000,
      // The request policy rejects a missing Host with a message; Node answers 400 without one.
      requireHostHeader: false,
      // Clients that prefer HTTP/2 (curl --http2, Java) offer an upgrade. They are answered in HTTP/1.1.
      shouldUpgradeCallback: isWebSocketUpgrade,
    },
    // The router rejects these requests before any hook or filter runs.
    frameworkErrors: handleUnmatched
      ? (_error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
          reply.hijack();
          handleUnmatched(request.raw, reply.raw);
        }
      : problemErrorHandler(),
    clientErrorHandler: answerClientError,
  });
}

/** A target with invalid characters is rejected, not corrected (RFC 9112, section 3). */
function detailOf({ code }: NodeJS.ErrnoException): string {
  return code === 'HPE_INVALID_URL'
    ? 'The address has characters that must be percent-encoded. With curl: -G --data-urlencode "name=value".'
    : 'The request is not valid HTTP.';
}

/** Answers what Node's parser rejects. There is no request yet, only a socket. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // Node reports a request that exceeds `requestTimeout` once, and takes no action itself.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && hasNoRequestTimeout(socket)) return;
  if (error.code === 'ECONNRESET' || isBeingAnswered(socket)) {
    socket.destroy();
    return;
  }
  const status = CLIENT_ERRORS[error.code ?? ''] ?? 400;
  const { detail } = problemDocument({ statusCode: status, code: error.code });
  afterEarlierResponses(socket, () => {
    sendProblemOnSocket(socket, problem(status, status === 400 ? detailOf(error) : detail));
  });
}

/**
 * Closes connections on which nothing has moved for a while, except those whose request is still being handled: there is nothing
 * to send yet.
 */
export function closeStalledConnections(server: Server): void {
  server.on('timeout', (socket: Socket) => {
    if (pendingResponse(socket)?.headersSent !== false) socket.destroy();
  });
}

/** Whether the malformed request is already being answered: a second response would be read as part of the first. */
function isBeingAnswered(socket: Socket): boolean {
  const response = pendingResponse(socket);
  return response?.headersSent === true && !response.req.complete;
}
