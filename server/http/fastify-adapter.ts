import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterEarlierResponses, pendingResponse } from './earlier-responses.js';
import { sendProblemOnSocket, problem } from './problems/problem-response.js';
import { hasNoRequestTimeout } from './bodies/request-bodies.js';
import { isWebSocketUpgrade } from './web-socket-upgrade.js';
import { problemErrorHandler } from './problems/problem-error-handler.js';
import { problemDocument } from './problems/problem-document.js';

/** The largest JSON body; routes that take raw bytes have limits of their own (base/request-bodies.ts). */
const BODY_LIMIT = 5 * 1024 * 1024;

/** Longer than any URL that Node takes, so that a route itself says what is wrong with a long parameter. */
const MAX_PARAM_LENGTH = 16_384;

/** How long nothing may move on a connection while an answer is sent; Node checks twice before it reports it. */
const STALLED_MS = 60_000;

/** Statuses of what is wrong below HTTP; anything else is not HTTP at all: 400. */
const CLIENT_ERRORS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Fastify as Boardcast needs it: `NestFactory.create(AppModule, createAdapter())`. */
export function createAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    // Against clients that send a byte a minute. Imports have a time limit of their own.
    requestTimeout: 120_000,
    // Against clients that do not read their answer, see `closeStalledConnections`.
    connectionTimeout: STALLED_MS,
    // Longer than the 60 s of most proxies, so that none sends into a connection that is being closed.
    keepAliveTimeout: 72_000,
    // While stopping, idle connections are closed, running requests finish, and late ones are answered like others.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    http: {
      headersTimeout: 30_000,
      // The policy answers a missing Host in words; Node would answer 400 without any.
      requireHostHeader: false,
      // HTTP clients that would like HTTP/2 (curl --http2, Java's) offer to upgrade, and are answered in HTTP/1.1.
      shouldUpgradeCallback: isWebSocketUpgrade,
    },
    // The router refuses these before any hook or filter runs.
    frameworkErrors: problemErrorHandler(),
    clientErrorHandler: answerClientError,
  });
}

/** RFC 9112, section 3: such a target is refused, not corrected. */
function detailOf({ code }: NodeJS.ErrnoException): string {
  return code === 'HPE_INVALID_URL'
    ? 'The address has characters that must be percent-encoded. With curl: -G --data-urlencode "name=value".'
    : 'The request is not valid HTTP.';
}

/** What Node's parser refuses: there is no request yet, only a socket. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // Node reports a request that takes longer than `requestTimeout` once, and leaves it to this function what becomes of it.
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
 * Closes connections on which nothing has moved for a while, but those whose request is still being worked on: nothing is to be
 * read from them yet.
 */
export function closeStalledConnections(server: Server): void {
  server.on('timeout', (socket: Socket) => {
    if (pendingResponse(socket)?.headersSent !== false) socket.destroy();
  });
}

/** Whether the malformed request is already being answered: a second response would be read as part of the first. */
function isBeingAnswered(socket: Socket): boolean {
  const answer = pendingResponse(socket);
  return answer?.headersSent === true && !answer.req.complete;
}
