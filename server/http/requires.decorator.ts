import type { FastifyInstance } from 'fastify';
import { addRouteConfig } from './route-config.js';

/**
 * What a route requires of its caller:
 * - `nothing`: everyone may call it.
 * - `page`: it is a part of the pages, which contain no data, and which people need to sign in. An application that embeds Boardcast
 *   and decides who may use it has its own sign-in, so it decides about the pages too.
 * - `credentials`: the caller has sent valid credentials, whatever they allow.
 * - `any board`: the caller may see at least one board. The handler leaves out what the caller may not see.
 * - `viewer`, `editor`, `admin`: the role on everything.
 * - `board viewer`, `board editor`: the role on the board whose slug is the parameter `slug` of the route.
 * - `push`: the caller may push data. If the caller may push only keys with a prefix, the handler checks the keys.
 */
export type AccessRule =
  | 'nothing'
  | 'page'
  | 'credentials'
  | 'any board'
  | 'viewer'
  | 'editor'
  | 'admin'
  | 'board viewer'
  | 'board editor'
  | 'push';

const REQUIRES = 'boardcastRequires';

declare module 'fastify' {
  interface FastifyContextConfig {
    [REQUIRES]?: AccessRule;
  }
}

/** Sets what a route requires of its caller. Without it, a route is for administrators only. */
export function Requires(rule: AccessRule): MethodDecorator {
  return addRouteConfig({ [REQUIRES]: rule });
}

/** Sets what the routes of a Fastify context require, which no controller serves. Call it before they are added. */
export function requireForAllRoutes(fastify: FastifyInstance, rule: AccessRule): void {
  fastify.addHook('onRoute', (route) => {
    route.config = { ...route.config, [REQUIRES]: rule };
  });
}

/** Returns what a route requires; undefined if it does not say so. */
export function ruleOf(config: { readonly [REQUIRES]?: AccessRule }): AccessRule | undefined {
  return config[REQUIRES];
}
