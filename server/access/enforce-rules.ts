import type { FastifyInstance } from 'fastify';
import { ruleOf } from '../http/requires.decorator.js';
import type { AccessControl } from './access-control.js';
import { DEFAULT_RULE, rejectionOf } from './access-rule.js';
import type { Role } from './role.js';

/**
 * Rejects requests that the rule of their route does not allow, before their bodies are read. The matched route decides, not the
 * text of the path, because there are several ways to write a path.
 */
export function enforceRules(fastify: FastifyInstance, access: AccessControl): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    // For an unknown path there is no route, and the answer may be a page.
    const rule = request.is404 ? 'page' : (ruleOf(request.routeOptions.config) ?? DEFAULT_RULE);
    if (rule === 'nothing') {
      done();
      return;
    }
    const check = (role: Role | undefined): void => {
      done(rejectionOf(role, rule));
    };
    const role = access.roleOf(request.raw);
    if (role instanceof Promise) role.then(check, done);
    else check(role);
  });
}
