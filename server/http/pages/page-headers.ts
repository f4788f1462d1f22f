import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Helmet's options other than the content security policy. */
const OTHER_HEADERS = {
  strictTransportSecurity: false,
  // Browsers ignore it without TLS and log a warning.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
} as const;

/**
 * Returns the security headers of pages. Everything must come from this origin. Inline scripts are forbidden, and strings become
 * markup or scripts only through Angular's Trusted Types policies (the second one is for the URLs of web panels). Inline styles are
 * allowed, because Angular writes them. `'self'` includes the WebSocket (CSP 3). Requests are not upgraded to https, because many
 * boards are used in networks without TLS.
 *
 * @param embedOrigins origins whose images and pages panels may show (`EMBED_ORIGINS`)
 */
export function pageHeaders(embedOrigins: readonly string[]): FastifyHelmetOptions {
  const directives = {
    ...directivesFor(embedOrigins),
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['angular', 'angular#unsafe-bypass'],
  };
  return { contentSecurityPolicy: { useDefaults: false, directives }, ...OTHER_HEADERS };
}

/** Returns the security headers of the API documentation. Swagger UI does not support Trusted Types. */
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
