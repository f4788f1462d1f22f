import { join } from 'node:path';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AccessControl } from './access/access-control.js';
import { enforceRules } from './access/enforce-rules.js';
import { RequestPolicy } from './access/request-policy.js';
import { Clock } from './common/time/clock.js';
import { PACKAGE_ROOT } from './config/package-root.js';
import { Settings } from './config/settings.js';
import { DashboardWsAdapter } from './dashboard/gateway/ws-adapter.js';
import { closeStalledConnections } from './http/fastify-adapter.js';
import { serveDocumentation } from './http/openapi/documentation.js';
import { documentationHeaders, pageHeaders } from './http/pages/page-headers.js';
import { servePages } from './http/pages/pages.js';
import { type RequestHandler, serveParts } from './http/parts.js';
import { ErrorLog } from './http/problems/error-log.js';
import { problemErrorHandler } from './http/problems/problem-error-handler.js';
import { applyRequestPolicy } from './http/request-policy-hook.js';
import { requireForAllRoutes } from './http/requires.decorator.js';
import { logRequests } from './observability/log-requests.js';

export interface ConfigureOptions {
  /** Folder of the built client. */
  readonly pages?: string | undefined;
  /** Answers requests to unknown paths. By default, they are answered with 404. */
  readonly handleUnmatched?: RequestHandler | undefined;
}

/** How long running requests may take while the server stops. */
const MAX_DRAIN_MS = 5_000;

/** How often idle connections are closed while the server stops. */
const CLOSE_IDLE_INTERVAL_MS = 50;

/** What pages of allowed origins may send and read. */
const CORS = {
  credentials: true,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  // Otherwise a preflight request without its headers is answered with plain text instead of a problem document.
  strictPreflight: false,
  exposedHeaders: ['ETag', 'Location', 'Retry-After', 'Date'],
};

/** Sets up everything that the server needs in addition to its modules. Call it once, before `init` or `listen`. */
export async function configure(
  app: NestFastifyApplication,
  { pages = join(PACKAGE_ROOT, 'dist/client'), handleUnmatched }: ConfigureOptions = {},
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const [settings, policy, access] = [app.get(Settings), app.get(RequestPolicy), app.get(AccessControl)];
  const { prefix, parts, allowedOrigins } = settings;
  serveParts(fastify, parts, handleUnmatched);
  logRequests(fastify, settings.logLevel);
  applyRequestPolicy(fastify, policy);
  // Before the access rules: browsers send preflight requests without credentials.
  if (allowedOrigins.length > 0) {
    // An application that owns the other paths answers preflight requests itself.
    await fastify.register(cors, { ...CORS, origin: [...allowedOrigins], preflight: handleUnmatched === undefined });
  }
  enforceRules(fastify, access);
  closeConnections(fastify);
  app.useWebSocketAdapter(new DashboardWsAdapter(app, policy, access, settings));
  const handleError = problemErrorHandler(new ErrorLog(app.get(Clock)), prefix);
  // Pages have their own Fastify contexts, so that their hooks do not run for the API.
  if (parts.openApi) {
    await fastify.register(async (browser) => {
      browser.setErrorHandler(handleError);
      requireForAllRoutes(browser, 'credentials');
      await browser.register(helmet, documentationHeaders());
      await serveDocumentation(browser, app, prefix);
    });
  }
  if (parts.client) {
    await fastify.register(async (browser) => {
      browser.setErrorHandler(handleError);
      requireForAllRoutes(browser, 'page');
      await browser.register(helmet, pageHeaders(settings.embedOrigins));
      await servePages(browser, pages, { prefix, ownsAllPaths: handleUnmatched === undefined });
    });
  }
}

/** Closes connections on which nothing moves, and idle connections while the server stops. */
function closeConnections(fastify: FastifyInstance): void {
  const { server } = fastify;
  closeStalledConnections(server);
  fastify.addHook('preClose', (done) => {
    setTimeout(() => {
      server.closeAllConnections();
    }, MAX_DRAIN_MS).unref();
    // Node closes idle connections only once. Connections that were busy then would stay open for their next request.
    const closingIdle = setInterval(() => {
      server.closeIdleConnections();
    }, CLOSE_IDLE_INTERVAL_MS).unref();
    server.once('close', () => {
      clearInterval(closingIdle);
    });
    done();
  });
}
