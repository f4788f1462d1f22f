import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Everything that is not the client's: an unknown address there is a problem document, never a page. */
const RESERVED = /^\/(api|ws|metrics|health)(\/|$)/;

/** The addresses that the client's router knows. */
const PAGES = /^\/(boards(\/[^/]+(\/edit)?)?\/?)?$/;

/** Angular names built files after their content: `main-LCZ7BR7F.js`, `chunk-C_Wy_O99.js`. */
const HASHED = /-[\w-]{8}\.[a-z0-9]+(\.br|\.gz)?$/;

/** Files that no browser opens as a page, whatever address it is given. */
const PARTS_OF_PAGES = /\.(js|css|woff2)(\.br|\.gz)?$/;

/** Headers that browsers look at on pages alone. A page has a dozen scripts, each with half a kilobyte of these. */
const HEADERS_OF_PAGES = [
  'Content-Security-Policy',
  'X-DNS-Prefetch-Control',
  'X-Download-Options',
  'X-Frame-Options',
  'X-Permitted-Cross-Domain-Policies',
  'X-XSS-Protection',
];

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Boardcast</title>
<h1>The pages are not built yet</h1>
<p>The server runs, and its API answers at <a href="/api/docs">/api/docs</a>. Build the pages with
<code>npm run build</code> in Boardcast's folder, then start the server again.</p></html>
`;

/**
 * The built client: files that never change are cached for good, `index.html` is asked for each time. What
 * `scripts/build.mjs` compressed at build time is sent as it is.
 */
export async function servePages(fastify: FastifyInstance, root: string): Promise<void> {
  const built = existsSync(join(root, 'index.html'));
  if (built) {
    await fastify.register(fastifyStatic, {
      root,
      wildcard: false,
      index: false,
      globIgnore: ['index.html', '**/*.br', '**/*.gz'],
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        void reply.header('Cache-Control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
        if (PARTS_OF_PAGES.test(path)) for (const name of HEADERS_OF_PAGES) void reply.removeHeader(name);
      },
    });
  }
  fastify.get('/*', (request, reply) => {
    const [path = ''] = request.url.split('?');
    const known = PAGES.test(path);
    if (RESERVED.test(path) || !(known || wantsPage(request))) {
      reply.callNotFound();
      return reply;
    }
    return built ? reply.code(known ? 200 : 404).sendFile('index.html') : sayNotBuilt(reply);
  });
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false;
}

function sayNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .headers({ 'Cache-Control': 'no-store', 'Retry-After': '60' })
    .type('text/html; charset=utf-8')
    .send(NOT_BUILT);
}
