import type { TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../base/problem.js';
import type { RequestPolicy } from '../access/request-policy.js';

/**
 * The rules for every request, before anything else looks at it, and the two headers that even data needs; pages get
 * the rest from helmet. Few, because each costs the hot path.
 */
export function guardRequests(fastify: FastifyInstance, policy: RequestPolicy): void {
  fastify.addHook('onRequest', ({ raw }, reply, done) => {
    const refusal = policy.check({
      url: raw.url,
      headers: raw.headers,
      rawHeaders: raw.rawHeaders,
      encrypted: (raw.socket as Partial<TLSSocket>).encrypted,
    });
    void reply.header('X-Content-Type-Options', 'nosniff').header('Cross-Origin-Resource-Policy', 'same-origin');
    if (refusal) done(new Problem(refusal.status, refusal.detail));
    else done();
  });
}
