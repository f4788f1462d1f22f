import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

const CONFIG = 'boardcastJsonBody';

declare module 'fastify' {
  interface FastifyContextConfig {
    [CONFIG]?: true;
  }
}

/** Marks a route whose body is JSON whatever the content type says: `curl -d '{ … }'` calls it a form. */
export function JsonBody(): ReturnType<typeof RouteConfig> {
  return RouteConfig({ [CONFIG]: true });
}

/** Makes the marks work, in any Nest application on Fastify. */
@Injectable()
export class JsonBodies implements OnModuleInit {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      if (request.routeOptions.config[CONFIG]) request.raw.headers['content-type'] = 'application/json';
      done();
    });
  }
}
