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

/** How long running requests may take to finish once the server stops. */
const LAST_ANSWERS_MS = 5_000;

/** How often connections whose last request has been answered since are closed while the server stops. */
const TIDY_MS = 50;

/**
 * Everything that an application with Boardcast in it needs beyond its modules; once, between `NestFactory.create(…,
 * createAdapter())` and `listen`.
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
    }, LAST_ANSWERS_MS).unref();
    // Node looks for idle connections once: those busy at that moment would be kept for their next request.
    const tidying = setInterval(() => {
      server.closeIdleConnections();
    }, TIDY_MS).unref();
    server.once('close', () => {
      clearInterval(tidying);
    });
    done();
  });
  const answer = problemErrorHandler(new ErrorLog(app.get(Clock)));
  // Contexts of their own: what pages need costs the API nothing.
  await fastify.register(async (browser) => {
    browser.setErrorHandler(answer);
    await browser.register(helmet, documentationHeaders());
    await serveDocumentation(browser, app);
  });
  await fastify.register(async (browser) => {
    browser.setErrorHandler(answer);
    await browser.register(helmet, pageHeaders(app.get(Settings).embedOrigins));
    await servePages(browser, pages);
  });
}
