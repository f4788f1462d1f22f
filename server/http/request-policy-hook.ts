import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { type CheckedRequest, checkedRequestOf } from './checked-request.js';
import { pendingResponse } from './earlier-responses.js';
import { Problem } from '../common/errors/problem.js';
import { sendProblemOnSocket, problem } from './problems/problem-response.js';

/** Decides which requests are served. */
export interface RequestPolicyCheck {
  /** Why the request is rejected; undefined if it is served. */
  check(request: CheckedRequest): { readonly status: number; readonly detail: string } | undefined;
}

/** The content security policy of data that a browser opens as a page. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'self'";

const OLD_HTTP: Problem = new Problem(400, 'HTTP/0.9 is not supported: send HTTP/1.1.');

/**
 * Applies the policy to every request first, and adds the security headers that data needs. Pages get more headers from helmet.
 * There are few, because each slows down every request.
 */
export function applyRequestPolicy(fastify: FastifyInstance, policy: RequestPolicyCheck): void {
  fastify.addHook('onRequest', ({ raw }, reply, done) => {
    const rejection = policy.check(checkedRequestOf(raw));
    void reply.header('X-Content-Type-Options', 'nosniff').header('Cross-Origin-Resource-Policy', 'same-origin');
    if (raw.httpVersionMajor < 1) done(OLD_HTTP);
    else if (rejection) done(new Problem(rejection.status, rejection.detail));
    else done();
  });
  // Pages have their own policy. Other responses belong to the application that embeds Boardcast.
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    const type = reply.getHeader('content-type');
    if (typeof type === 'string' && type.includes('json')) void reply.header('Content-Security-Policy', DATA_POLICY);
    done(null, payload);
  });
  fastify.server.on('connect', rejectTunnel);
}

/**
 * Rejects CONNECT, because the server is not a proxy (RFC 9110, section 9.3.6). Node passes the socket without an error listener, and
 * no longer finishes responses to earlier requests.
 */
function rejectTunnel({ socket }: IncomingMessage): void {
  socket.on('error', () => {
    socket.destroy();
  });
  if (pendingResponse(socket)) socket.destroy();
  else sendProblemOnSocket(socket, problem(405, 'This server is not a proxy: CONNECT is not allowed.'), { Allow: '' });
}
