import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ServerParts } from '../config/settings.js';

/** Answers a request that does not belong to the server. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Routes of the parts that Nest's controllers and the documentation serve. All other routes of controllers are the API. */
const PART_ROUTES: readonly (readonly [part: keyof ServerParts, route: RegExp])[] = [
  ['health', /^\/health(\/|$)/],
  ['metrics', /^\/metrics$/],
  ['openApi', /^\/api\/(docs(\/|$)|openapi\.json$)/],
];

/** The route of @fastify/cors for preflight requests to all paths. */
const PREFLIGHT_ROUTE = '*';

/**
 * Treats requests to parts that are off like requests to unknown paths.
 * @param handleUnmatched answers requests to unknown paths; by default, they are answered with 404
 */
export function serveParts(fastify: FastifyInstance, parts: ServerParts, handleUnmatched?: RequestHandler): void {
  if (!handleUnmatched && Object.values(parts).every(Boolean)) return;
  fastify.addHook('onRequest', (request, reply, done) => {
    // The route decides, because there are several ways to write a path.
    const { url: route = '' } = request.routeOptions;
    const isKnown = !request.is404 && !(handleUnmatched && route === PREFLIGHT_ROUTE);
    const isServed = isKnown && isOn(route, parts);
    if (isServed) done();
    else if (handleUnmatched) {
      reply.hijack();
      handleUnmatched(request.raw, reply.raw);
    } else if (request.is404) done();
    else reply.callNotFound();
  });
}

/** With the API, all other routes are served. Without it, the pages are off too. */
function isOn(route: string, parts: ServerParts): boolean {
  const part = PART_ROUTES.find(([, pattern]) => pattern.test(route))?.[0] ?? 'api';
  return parts[part];
}
