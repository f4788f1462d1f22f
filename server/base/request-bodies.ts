import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** What a body is read as. The types of raw bodies are names that only requests of marked routes ever have. */
const BODIES = {
  json: { type: 'application/json' },
  smallRaw: { type: 'application/x-boardcast-small', bodyLimit: 64 * 1024 },
  largeRaw: { type: 'application/x-boardcast-large', bodyLimit: 5 * 1024 * 1024 },
} as const;
type BodyKind = keyof typeof BODIES;

const CONFIG = 'boardcastBody';

declare module 'fastify' {
  interface FastifyContextConfig {
    [CONFIG]?: BodyKind;
  }
}

/**
 * Marks a route whose body is read alike whatever its content type says: `curl -d 42` calls it a form, and many clients
 * call it nothing. `json` is parsed; `smallRaw` (up to 64 KiB) and `largeRaw` (up to 5 MiB) are bytes; beyond: 413.
 */
export function BodyAs(kind: BodyKind): ReturnType<typeof RouteConfig> {
  return RouteConfig({ [CONFIG]: kind });
}

/** Makes the marks work, in any Nest application on Fastify. */
@Injectable()
export class RequestBodies implements OnModuleInit {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    for (const { type, bodyLimit } of [BODIES.smallRaw, BODIES.largeRaw]) {
      fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit }, (_request, body, done) => {
        done(null, body);
      });
    }
    fastify.addHook('onRequest', (request, _reply, done) => {
      // Nothing comes with most requests, and Fastify makes `routeOptions` anew at each look.
      const kind = request.method === 'GET' ? undefined : request.routeOptions.config[CONFIG];
      if (kind) request.raw.headers['content-type'] = BODIES[kind].type;
      done();
    });
  }
}
