import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { makeTempDir } from '../test/support/make-temp-dir.js';
import { ApiClient, type ApiResponse } from '../test/support/server/api-client.js';
import { testSettings } from '../test/support/server/test-settings.js';
import type { Role } from './access/role.js';
import type { Principal } from './access/principal.js';
import { createServer } from './create-server.js';
import { type AccessRule, ruleOf } from './http/requires.decorator.js';
import { StructuredLogger } from './observability/structured-logger.js';

type Sender = Role | 'nobody';

const SENDERS: readonly Sender[] = ['nobody', 'viewer', 'editor', 'admin'];

/** Who may call a route with a rule. */
const ALLOWED: Readonly<Record<AccessRule, readonly Sender[]>> = {
  nothing: ['nobody', 'viewer', 'editor', 'admin'],
  page: ['viewer', 'editor', 'admin'],
  credentials: ['viewer', 'editor', 'admin'],
  'any board': ['viewer', 'editor', 'admin'],
  viewer: ['viewer', 'editor', 'admin'],
  'board viewer': ['viewer', 'editor', 'admin'],
  push: ['editor', 'admin'],
  editor: ['editor', 'admin'],
  'board editor': ['editor', 'admin'],
  admin: ['admin'],
};

interface Route {
  readonly method: string;
  readonly url: string;
  readonly rule: AccessRule | undefined;
}

const routes: Route[] = [];
let app: NestFastifyApplication;
let api: ApiClient;

function authorize({ headers }: { headers: { readonly cookie?: string | undefined } }): Principal {
  const role = headers.cookie as Role | undefined;
  return role === undefined ? null : { id: '7', role };
}

beforeAll(async () => {
  app = await createServer(testSettings({ dataDir: makeTempDir() }), {
    authorize,
    logger: new StructuredLogger('silent'),
  });
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', ({ method, url, config = {} }) => {
    for (const each of [method].flat()) routes.push({ method: each, url, rule: ruleOf(config) });
  });
  await app.listen(0, '127.0.0.1');
  api = new ApiClient(await app.getUrl());
});
afterAll(() => app.close());

/** Paths that the routes of the pages and of the documentation serve, which are added before the others. */
const PAGES: readonly Route[] = [
  { method: 'GET', url: '/', rule: 'page' },
  { method: 'GET', url: '/boards/x', rule: 'page' },
  { method: 'GET', url: '/nowhere', rule: 'page' },
  { method: 'GET', url: '/api/docs', rule: 'credentials' },
  { method: 'GET', url: '/api/docs/swagger-ui.css', rule: 'credentials' },
  { method: 'GET', url: '/api/openapi.json', rule: 'credentials' },
];

async function isAllowed(method: string, path: string, sender: Sender): Promise<boolean> {
  const { status, text } = await api.request(path, { method, headers: sender === 'nobody' ? {} : { cookie: sender } });
  if (status === 401) expect(sender).toBe('nobody');
  if (status === 403 && method !== 'HEAD') expect(text).toMatch(/Your role|This needs the role/);
  return status !== 401 && status !== 403;
}

/** Fills in the parameters of a route. */
function pathOf(url: string): string {
  return url.replace(':slug', 'inbox').replace(/:\w+/g, 'github').replace('*', 'key');
}

it('has a rule for each route', () => {
  expect(routes.filter(({ rule }) => rule === undefined)).toEqual([]);
  expect(routes.length).toBeGreaterThan(60);
});

it('lets only administrators call routes that do not declare who may', async () => {
  const { DEFAULT_RULE } = await import('./access/access-rule.js');
  expect(DEFAULT_RULE).toBe('admin');
});

describe.each(SENDERS)('%s', (sender) => {
  it('may call exactly the routes whose rules allow it', async () => {
    const wrong: string[] = [];
    for (const { method, url, rule = 'admin' } of [...routes, ...PAGES]) {
      const allowed = await isAllowed(method, pathOf(url), sender);
      if (allowed !== ALLOWED[rule].includes(sender)) wrong.push(`${method} ${url} (${rule}): ${String(allowed)}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe.each([
  ['a doubled slash', '//api/v1/boards'],
  ['a doubled slash inside', '/api//v1/boards'],
  ['a slash at the end', '/api/v1/boards/'],
  ['an escaped slash', '/api%2fv1/boards'],
  ['dots', '/health/../api/v1/boards'],
  ['escaped dots', '/health/%2e%2e/api/v1/boards'],
  ['capitals', '/API/V1/BOARDS'],
  ['an absolute target', 'http://localhost/api/v1/boards'],
  ['a query that looks like a path', '/api/v1/boards?/health/live'],
  ['a semicolon', '/api/v1/boards;/health/live'],
  ['a null byte', '/api/v1/boards%00/health/live'],
])('a path with %s', (_what, path) => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH'])(
    'shows nothing to nobody with %s',
    async (method) => {
      const { status, text }: ApiResponse = await api.request(path, { method });
      expect([400, 401, 404, 405]).toContain(status);
      expect(text).not.toContain('items');
    },
  );
});

it('ignores headers that claim another method or path', async () => {
  for (const name of ['x-http-method-override', 'x-original-url', 'x-rewrite-url']) {
    const value = name.endsWith('override') ? 'GET' : '/health/live';
    const response = await api.request('/api/v1/boards', { method: 'POST', headers: { [name]: value } });
    expect(response.status).toBe(401);
  }
});
