import { Server as PlainServer } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import {
  type AbstractHttpAdapter,
  APP_GUARD,
  ExternalContextCreator,
  HttpAdapterHost,
  ModulesContainer,
} from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AccessControl } from './access/access-control.js';
import { StartupError } from './common/errors/startup-error.js';
import { Settings } from './config/settings.js';
import { createServer } from './create-server.js';
import { DashboardGateway } from './dashboard/gateway/dashboard.gateway.js';
import type { DashboardOptions } from './embedding/dashboard-options.js';
import { HostGuard } from './embedding/host-guard.js';
import { type HttpServer, RequestRouter } from './embedding/request-router.js';
import { settingsFromOptions } from './embedding/settings-from-options.js';

/**
 * Boardcast as a second Nest application inside the one that embeds it. It does not listen: it answers the requests that the
 * application receives below its prefix. So filters, interceptors, pipes and body parsers of one do not affect the other. Of the
 * application, only the global guards run here: see `HostGuard`.
 */
@Injectable()
export class EmbeddedServer implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private router?: RequestRouter;

  private constructor(
    private readonly server: NestFastifyApplication,
    private readonly adapterHost: HttpAdapterHost,
    private readonly modules: ModulesContainer,
  ) {}

  /** @throws StartupError if options are invalid, or if the database cannot be opened */
  static async create(
    options: DashboardOptions,
    adapterHost: HttpAdapterHost,
    contexts: ExternalContextCreator,
    modules: ModulesContainer,
  ): Promise<EmbeddedServer> {
    rejectSecondServer(modules);
    const settings = settingsFromOptions(options);
    const { authorize, routeMetadata = {} } = options;
    const server = await createServer(settings, {
      authorize,
      guard: new HostGuard(contexts, routeMetadata),
      ...(settings.prefix === '' && {
        handleUnmatched: (request, response) => embedded.router?.returnToApplication(request, response),
      }),
    });
    const embedded = new EmbeddedServer(server, adapterHost, modules);
    return embedded;
  }

  /** Returns a provider of the server, for the application to inject. */
  provide<T extends object>(token: Type<T> | (abstract new (...args: never[]) => T)): T {
    return this.server.get<T>(token, { strict: false });
  }

  /** Starts the server. Global modules are initialized first, so all others can use it in their own hooks. */
  async onModuleInit(): Promise<void> {
    if (!this.server.get(AccessControl).isDelegated) rejectGuardsPerRequest(this.modules);
    await this.server.init();
    await this.server.getHttpAdapter().getInstance().ready();
    // An application without HTTP, like a worker, can still write from code.
    const { httpAdapter } = this.adapterHost as { httpAdapter: AbstractHttpAdapter | null };
    if (!httpAdapter) return;
    const { prefix } = this.server.get(Settings);
    const router = new RequestRouter(serverOf(httpAdapter), this.server.getHttpServer(), prefix);
    this.router = router;
    router.start();
    if (httpAdapter.getType() === 'fastify') {
      // Fastify has another server for each further address of its host, and `inject` needs no server at all.
      httpAdapter.getInstance<FastifyInstance>().addHook('onRequest', (request, reply, done) => {
        if (!router.accepts(request.raw)) {
          done();
          return;
        }
        reply.hijack();
        router.receive(request.raw, reply.raw);
      });
    }
    new Logger('Boardcast').log(`Boardcast answers below ${prefix}/`);
  }

  /** Closes the WebSockets, because the application's server waits for its connections when it closes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.router?.drain();
    await this.server.get(DashboardGateway, { strict: false }).beforeApplicationShutdown();
  }

  /** Runs when the application's server has closed, so that running requests are answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.server.close();
  }
}

/** @throws StartupError if it is not a server of HTTP/1.1: responses of Boardcast have headers that HTTP/2 forbids. */
function serverOf(httpAdapter: AbstractHttpAdapter): HttpServer {
  const server = httpAdapter.getHttpServer() as HttpServer;
  if (server instanceof HttpsServer || server instanceof PlainServer) return server;
  throw new StartupError(
    'Boardcast needs an application with HTTP/1.1 (a server of node:http or node:https). For HTTP/2, put a proxy before it.',
  );
}

/** Two servers in one application would be two databases, and providers would inject either of them. */
function rejectSecondServer(modules: ModulesContainer): void {
  const servers = [...modules.values()].filter(({ providers }) => providers.has(EmbeddedServer));
  if (servers.length > 1) {
    throw new StartupError(
      'DashboardModule.forRoot() is imported more than once. Import it in one module only: its providers are global. ' +
        'In other modules, use DashboardModule.forFeature().',
    );
  }
}

function nameOf({ isAlias, inject, metatype, name }: InstanceWrapper): string {
  const type: unknown = isAlias ? inject?.[0] : metatype;
  return typeof type === 'function' ? type.name : String(name);
}

/** A global guard that is created for each request cannot run here. Without it, the routes that it protects would be unprotected. */
function rejectGuardsPerRequest(modules: ModulesContainer): void {
  const providers = [...modules.values()].flatMap((module) => [
    ...module.providers.values(),
    ...module.injectables.values(),
  ]);
  const guard = providers.find(
    (provider) => String(provider.token).startsWith(APP_GUARD) && !provider.isDependencyTreeStatic(),
  );
  if (guard) {
    throw new StartupError(
      `The global guard ${nameOf(guard)} is created for each request, so it cannot guard the routes of Boardcast. ` +
        'Make it a singleton, or decide with the option authorize who may use Boardcast.',
    );
  }
}
