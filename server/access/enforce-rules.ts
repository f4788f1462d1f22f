import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type AccessRule, ruleOf } from '../http/requires.decorator.js';
import type { AccessControl } from './access-control.js';
import { DEFAULT_RULE, rejectionOf } from './access-rule.js';
import type { Caller } from './caller.js';

/**
 * Rejects requests that the rule of their route does not allow, before their bodies are read. The matched route decides, not the
 * text of the path, because there are several ways to write a path.
 */
export function enforceRules(fastify: FastifyInstance, access: AccessControl): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    // An unknown path has no route, and so no data. `/health` is called by load balancers, which have no credentials.
    const rule: AccessRule = request.is404 ? 'page' : (ruleOf(request.routeOptions.config) ?? DEFAULT_RULE);
    if (rule === 'nothing') {
      done();
      return;
    }
    const check = (caller: Caller): void => {
      done(rejectionOf(caller, rule, { slug: slugOf(request), isDelegated: access.isDelegated }));
    };
    const caller = access.identify(request.raw);
    if (caller instanceof Promise) caller.then(check, done);
    else check(caller);
  });
}

function slugOf({ params }: FastifyRequest): string {
  return (params as { readonly slug?: string }).slug ?? '';
}
