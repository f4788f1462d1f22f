import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ServerParts } from '../config/settings.js';

/** Answers a request that does not belong to the server. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Paths of the parts that Nest's controllers and the documentation serve. All other routes of controllers are the API. */
const PART_PATHS: readonly (readonly [part: keyof ServerParts, path: RegExp])[] = [
  ['health', /^\/health(\/|$)/],
  ['metrics', /^\/metrics$/],
  ['openApi', /^\/api\/(docs(\/|$)|openapi\.json$)/],
];

/**
 * Treats requests to parts that are off like requests to unknown paths.
 * @param passOn answers requests to unknown paths; by default, they are answered with 404
 */
export function serveParts(fastify: FastifyInstance, parts: ServerParts, passOn?: RequestHandler): void {
  if (!passOn && Object.values(parts).every(Boolean)) return;
  fastify.addHook('onRequest', (request, reply, done) => {
    const [path = ''] = request.url.split('?');
    if (passOn && (request.is404 || !isServed(path, parts))) {
      reply.hijack();
      passOn(request.raw, reply.raw);
    } else if (!request.is404 && !isServed(path, parts)) {
      reply.callNotFound();
    } else done();
  });
}

/** With the API, all other paths that have a route are served. Without it, the pages are off too. */
function isServed(path: string, parts: ServerParts): boolean {
  const part = PART_PATHS.find(([, pattern]) => pattern.test(path))?.[0] ?? 'api';
  return parts[part];
}
