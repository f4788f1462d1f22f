import type { FastifyInstance } from 'fastify';
import type { Authorization } from './authorization.js';
import { isHealth } from './request-policy.js';

/** Admits requests before their bodies are read, except those to `/health`, which load balancers send without credentials. */
export function authorizeRequests(fastify: FastifyInstance, authorization: Authorization): void {
  if (!authorization.isDelegated) return;
  fastify.addHook('onRequest', async ({ raw }) => {
    if (!isHealth(raw.url ?? '/')) await authorization.admit(raw);
  });
}
