import type { FastifyHelmetOptions } from '@fastify/helmet';

/** What helmet is told beside the content security policy. */
const OTHER_HEADERS = {
  strictTransportSecurity: false,
  // Browsers ignore it on plain http, and complain on the console.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
} as const;

/**
 * What browsers must hold pages to: everything from this origin, no inline script, and no string that becomes markup or a script
 * but through Angular's own policies (Trusted Types; the second one is for the addresses of web panels). Angular writes inline
 * styles. `'self'` covers the WebSocket too (CSP 3). Plain http stays http: many a board lives in a network without TLS.
 *
 * @param embedOrigins other origins that panels may show images and pages from (`EMBED_ORIGINS`)
 */
export function pageHeaders(embedOrigins: readonly string[]): FastifyHelmetOptions {
  const directives = {
    ...directivesFor(embedOrigins),
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['angular', 'angular#unsafe-bypass'],
  };
  return { contentSecurityPolicy: { useDefaults: false, directives }, ...OTHER_HEADERS };
}

/** The same for the page of the documentation; Swagger UI knows nothing of Trusted Types. */
export function documentationHeaders(): FastifyHelmetOptions {
  return { contentSecurityPolicy: { useDefaults: false, directives: directivesFor([]) }, ...OTHER_HEADERS };
}

function directivesFor(embedOrigins: readonly string[]) {
  return {
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
  };
}
