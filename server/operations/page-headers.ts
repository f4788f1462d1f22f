import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * What browsers must hold pages to: everything from this origin, no inline script. Angular and Swagger UI write inline
 * styles. `'self'` covers the WebSocket too (CSP 3). Plain http stays http: many a board lives in a network without TLS.
 *
 * @param embedOrigins other origins that panels may show images and pages from (`EMBED_ORIGINS`)
 */
export function pageHeaders(embedOrigins: readonly string[]): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        frameSrc: ["'self'", ...embedOrigins],
        imgSrc: ["'self'", 'data:', ...embedOrigins],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    strictTransportSecurity: false,
    // Browsers ignore it on plain http, and complain on the console.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  };
}
