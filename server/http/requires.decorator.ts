import type { FastifyInstance } from 'fastify';
import { addRouteConfig } from './route-config.js';

/**
 * What a route requires of the sender of a request. A sender has one role for everything, so several rules require the same role. They
 * say what a route is for:
 * - `nothing`: everyone may call it.
 * - `page`: it is a part of the pages. An application that embeds Boardcast and decides who may use it also decides about its pages.
 * - `credentials`: any role; the route returns no data of boards.
 * - `any board`: any role; the route is about all boards.
 * - `board viewer`, `board editor`: the role for the board whose slug is the parameter `slug`.
 * - `push`: the role `editor`; programs push data.
 * - `viewer`, `editor`, `admin`: the role.
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

/** Sets what a route requires. Without it, a route is for administrators only. */
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
