import { join } from 'node:path';
import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RequestPolicy } from './access/request-policy.js';
import { PACKAGE_ROOT } from './config/package-root.js';
import { Settings } from './config/settings.js';
import { DashboardWsAdapter } from './dashboard/gateway/ws-adapter.js';
import { Clock } from './common/time/clock.js';
import { problemErrorHandler } from './http/problems/problem-error-handler.js';
import { serveDocumentation } from './http/openapi/documentation.js';
import { ErrorLog } from './http/problems/error-log.js';
import { closeStalledConnections } from './http/fastify-adapter.js';
import { applyRequestPolicy } from './http/request-policy-hook.js';
import { logRequests } from './observability/log-requests.js';
import { documentationHeaders, pageHeaders } from './http/pages/page-headers.js';
import { servePages } from './http/pages/pages.js';

export interface ConfigureOptions {
  /** Folder of the built client. */
  readonly pages?: string;
}

/** How long running requests may take while the server stops. */
const MAX_DRAIN_MS = 5_000;

/** How often idle connections are closed while the server stops. */
const CLOSE_IDLE_INTERVAL_MS = 50;

/**
 * Sets up everything that an application with Boardcast needs in addition to its modules. Call it once, between
 * `NestFactory.create(…, createAdapter())` and `listen`.
 */
export async function configure(
  app: NestFastifyApplication,
  { pages = join(PACKAGE_ROOT, 'dist/client') }: ConfigureOptions = {},
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const policy = app.get(RequestPolicy);
  applyRequestPolicy(fastify, policy);
  closeStalledConnections(fastify.server);
  logRequests(fastify, app.get(Settings).logLevel);
  app.useWebSocketAdapter(new DashboardWsAdapter(app, policy, app.get(Settings)));
  fastify.addHook('preClose', (done) => {
    const { server } = fastify;
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
  const handleError = problemErrorHandler(new ErrorLog(app.get(Clock)));
  // Pages have their own Fastify contexts, so that their hooks do not run for the API.
  await fastify.register(async (browser) => {
    browser.setErrorHandler(handleError);
    await browser.register(helmet, documentationHeaders());
    await serveDocumentation(browser, app);
  });
  await fastify.register(async (browser) => {
    browser.setErrorHandler(handleError);
    await browser.register(helmet, pageHeaders(app.get(Settings).embedOrigins));
    await servePages(browser, pages);
  });
}
