import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Paths that do not belong to the client. An unknown one is answered with a problem document, never with a page. */
const RESERVED = /^\/(api|ws|metrics|health)(\/|$)/;

/** Paths of the client's router. */
const PAGES = /^\/(boards(\/[^/]+(\/edit)?)?\/?)?$/;

/** Angular puts a hash of the content into the names of files: `main-LCZ7BR7F.js`, `chunk-C_Wy_O99.js`. */
const HASHED = /-[\w-]{8}\.[a-z0-9]+(\.br|\.gz)?$/;

/** Files that browsers never open as a page. */
const SUBRESOURCES = /\.(js|css|woff2)(\.br|\.gz)?$/;

/** Headers that browsers read only on pages. On each of a dozen scripts they would add half a kilobyte. */
const PAGE_ONLY_HEADERS = [
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
 * Serves the built client. Files with a hash in their name are cached without limit, and `index.html` is revalidated each time. Files
 * that `scripts/build.mjs` compressed are sent compressed.
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
        if (SUBRESOURCES.test(path)) for (const name of PAGE_ONLY_HEADERS) void reply.removeHeader(name);
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
    return built ? reply.code(known ? 200 : 404).sendFile('index.html') : sendNotBuilt(reply);
  });
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false;
}

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .headers({ 'Cache-Control': 'no-store', 'Retry-After': '60' })
    .type('text/html; charset=utf-8')
    .send(NOT_BUILT);
}
