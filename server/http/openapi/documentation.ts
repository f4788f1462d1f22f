import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { createOpenApiDocument } from './openapi-document.js';

/** Configures Swagger UI. It is a separate file, because the policy of the page allows no inline script. */
const INITIALIZER = `window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: '../openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
  });
};
`;

const SWAGGER_UI_FILES = /^\/?(swagger-ui\.css|index\.css|swagger-ui-bundle\.js|favicon-\d+x\d+\.png)$/;

/**
 * Serves `/api/openapi.json`, which is created at the first request, and `/api/docs`, which shows it without the internet.
 * @param prefix the path below which browsers reach the server; empty for `/`
 */
export async function serveDocumentation(
  fastify: FastifyInstance,
  app: INestApplication,
  prefix: string,
): Promise<void> {
  const root = swaggerUiFolder();
  const page = readFileSync(join(root, 'index.html'), 'utf8')
    .replace('<head>', `<head>\n    <base href="${prefix}/api/docs/" />`)
    .replace('<title>Swagger UI</title>', '<title>Boardcast API</title>')
    .replace(/^.*swagger-ui-standalone-preset.*\n/m, '');
  let document: string | undefined;

  fastify.get('/api/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(createOpenApiDocument(app, prefix));
    return reply.header('Cache-Control', 'no-cache').type('application/json; charset=utf-8').send(document);
  });
  for (const path of ['/api/docs', '/api/docs/']) {
    fastify.get(path, (_request, reply) =>
      reply.header('Cache-Control', 'no-cache').type('text/html; charset=utf-8').send(page),
    );
  }
  fastify.get('/api/docs/swagger-initializer.js', (_request, reply) =>
    reply.header('Cache-Control', 'no-cache').type('text/javascript; charset=utf-8').send(INITIALIZER),
  );
  await fastify.register(fastifyStatic, {
    root,
    prefix: '/api/docs/',
    index: false,
    decorateReply: false,
    allowedPath: (path) => SWAGGER_UI_FILES.test(path),
  });
}

/** The files are part of @nestjs/swagger. */
function swaggerUiFolder(): string {
  const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return dirname(createRequire(swagger).resolve('swagger-ui-dist/package.json'));
}
