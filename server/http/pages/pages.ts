import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Paths that do not belong to the client. An unknown one is answered with a problem document, never with a page. */
const RESERVED = /^\/(api|ws|metrics|health)(\/|$)/;

/** Routes of the client's router, except its start page. */
const PAGES = ['/boards', '/boards/', '/boards/:slug', '/boards/:slug/', '/boards/:slug/edit', '/boards/:slug/edit/'];

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

/** How the pages are served. */
export interface PageOptions {
  /** The path below which browsers reach the server; empty for `/`. */
  readonly prefix: string;
  /** Whether `/` and pages that do not exist are served too. Otherwise these paths belong to the application that embeds the server. */
  readonly ownsAllPaths: boolean;
}

/**
 * Serves the built client. Files with a hash in their name are cached without limit, and `index.html` is revalidated each time. Files
 * that `scripts/build.mjs` compressed are sent compressed.
 */
export async function servePages(
  fastify: FastifyInstance,
  root: string,
  { prefix, ownsAllPaths }: PageOptions = { prefix: '', ownsAllPaths: true },
): Promise<void> {
  const sendPage = existsSync(join(root, 'index.html'))
    ? await serveFiles(fastify, root, prefix)
    : sendNotBuilt(prefix);
  for (const page of PAGES) fastify.get(page, (_request, reply) => sendPage(reply.code(200)));
  if (!ownsAllPaths) return;
  fastify.get('/*', (request, reply) => {
    const [path = ''] = request.url.split('?');
    if (path === '/') return sendPage(reply.code(200));
    if (!RESERVED.test(path) && wantsPage(request)) return sendPage(reply.code(404));
    reply.callNotFound();
    return reply;
  });
}

/** Sends the page of the client, whose router shows what belongs to the path. */
type SendPage = (reply: FastifyReply) => FastifyReply;

/** Serves all files except the page itself. */
async function serveFiles(fastify: FastifyInstance, root: string, prefix: string): Promise<SendPage> {
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
  if (prefix === '') return (reply) => reply.sendFile('index.html');
  const page = readFileSync(join(root, 'index.html'), 'utf8').replace('<base href="/"', `<base href="${prefix}/"`);
  return (reply) => reply.header('Cache-Control', 'no-cache').type('text/html; charset=utf-8').send(page);
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false;
}

function sendNotBuilt(prefix: string): SendPage {
  const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Boardcast</title>
<h1>The pages are not built yet</h1>
<p>The server runs, and its API answers at <a href="${prefix}/api/docs">${prefix}/api/docs</a>. Build the pages with
<code>npm run build</code> in Boardcast's folder, then start the server again.</p></html>
`;
  return (reply) =>
    reply
      .code(503)
      .headers({ 'Cache-Control': 'no-store', 'Retry-After': '60' })
      .type('text/html; charset=utf-8')
      .send(page);
}
