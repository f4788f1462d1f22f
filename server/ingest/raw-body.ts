import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** Bodies by their size; the names are content types that only requests of marked routes ever have. */
const TYPES = {
  small: { type: 'application/x-boardcast-small', bodyLimit: 64 * 1024 },
  large: { type: 'application/x-boardcast-large', bodyLimit: 5 * 1024 * 1024 },
} as const;
type Size = keyof typeof TYPES;

const CONFIG = 'boardcastRawBody';

declare module 'fastify' {
  interface FastifyContextConfig {
    [CONFIG]?: Size;
  }
}

/**
 * Marks a route whose handler gets its body as bytes, whatever the content type says: `curl -d 42` calls it a form,
 * and many clients call it nothing. `small` is up to 64 KiB, `large` up to 5 MiB; beyond: 413.
 */
export function RawBody(size: Size): ReturnType<typeof RouteConfig> {
  return RouteConfig({ [CONFIG]: size });
}

/** Makes the marks work, in any Fastify application and before it listens. */
export function installRawBodies(fastify: FastifyInstance): void {
  for (const { type, bodyLimit } of Object.values(TYPES)) {
    fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit }, (_request, body, done) => {
      done(null, body);
    });
  }
  fastify.addHook('onRequest', (request, _reply, done) => {
    const size = request.method === 'POST' ? request.routeOptions.config[CONFIG] : undefined;
    if (size) request.raw.headers['content-type'] = TYPES[size].type;
    done();
  });
}
