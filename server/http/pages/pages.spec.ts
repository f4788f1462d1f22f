import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify as createFastify } from 'fastify';
import { ProbeApp } from '../../../test/support/server/probe-app.js';
import { expectProblemResponse } from '../../../test/support/server/expect-problem.js';
import { useTempDir } from '../../../test/support/use-temp-dir.js';
import { servePages } from './pages.js';

const PAGE = '<!doctype html><base href="/" /><title>Boardcast</title>';
const SCRIPT = `console.log("${'board'.repeat(500)}")`;

let folder: string;
let probe: ProbeApp;

afterAll(() => probe.close());

useTempDir(async (path) => {
  folder = path;
  mkdirSync(join(folder, 'media'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  writeFileSync(join(folder, 'main-ABCD1234.js'), SCRIPT);
  writeFileSync(join(folder, 'chunk-C_wy-o99.js'), SCRIPT);
  writeFileSync(join(folder, 'main-ABCD1234.js.br'), brotliCompressSync(SCRIPT));
  probe = await ProbeApp.start(folder);
});

describe('pages', () => {
  const page = { headers: { accept: 'text/html,application/xhtml+xml' } };

  it.each(['/', '/boards', '/boards/', '/boards/this-server', '/boards/x/edit', '/boards/x?range=6h'])(
    'answer %s with the client',
    async (path) => {
      const response = await probe.request(path);
      expect([response.status, await response.text()]).toEqual([200, PAGE]);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect((await probe.request(path, { method: 'HEAD' })).status).toBe(200);
    },
  );

  it.each(['/nowhere', '/boards/x/y', '/boardsx'])('answer %s with a 404 page in a browser', async (path) => {
    const response = await probe.request(path, page);
    expect([response.status, await response.text()]).toEqual([404, PAGE]);
    await expectProblemResponse(await probe.request(path), 404, /There is no route/);
  });

  it.each(['/api', '/api/nothing', '/api/v1/nothing', '/ws/dashboard', '/ws', '/metrics/x', '/health/nothing'])(
    'answer %s without a page',
    async (path) => {
      await expectProblemResponse(await probe.request(path, page), 404, /There is no route/);
    },
  );

  it('accept only GET', async () => {
    await expectProblemResponse(
      await probe.request('/boards', { ...page, method: 'POST' }),
      404,
      /There is no route POST/,
    );
  });

  it.each(['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/media', '/.env'])(
    'do not expose other files: %s',
    async (path) => {
      expect(await probe.sendRaw(`GET ${path} HTTP/1.0\r\nHost: localhost\r\n\r\n`)).toMatch(/^HTTP\/1\.1 40[034] /);
    },
  );

  it('are cached without limit only if their name has a hash', async () => {
    for (const path of ['/main-ABCD1234.js', '/chunk-C_wy-o99.js']) {
      const { headers } = await probe.request(path);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    expect((await probe.request('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it('have the headers of pages only on pages', async () => {
    const script = (await probe.request('/main-ABCD1234.js')).headers;
    expect([script.get('content-security-policy'), script.get('x-frame-options')]).toEqual([null, null]);
    expect(script.get('x-content-type-options')).toBe('nosniff');
    expect(script.get('cross-origin-resource-policy')).toBe('same-origin');
    for (const path of ['/', '/favicon.svg']) {
      expect((await probe.request(path)).headers.get('content-security-policy')).toContain("default-src 'self'");
    }
  });

  it('are sent in the form that was compressed at build time', async () => {
    const response = await probe.request('/main-ABCD1234.js', { headers: { 'accept-encoding': 'br' } });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(response.headers.get('content-type')).toMatch(/javascript/);
    expect(await response.text()).toBe(SCRIPT);
    const plain = await probe.request('/main-ABCD1234.js', { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(SCRIPT);
  });

  it('allow no scripts of other origins', async () => {
    for (const path of ['/', '/api/docs', '/nowhere']) {
      const policy = (await probe.request(path, page)).headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(policy).toMatch(/default-src 'self'/);
      expect(policy).not.toMatch(/upgrade-insecure-requests/);
    }
    expect((await probe.request('/')).headers.get('strict-transport-security')).toBeNull();
  });

  it('say that they are not built', async () => {
    const other = await ProbeApp.start(join(folder, 'nothing-here'));
    try {
      const response = await other.request('/');
      expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run build')]);
    } finally {
      await other.close();
    }
  });
});

describe('pages below a prefix', () => {
  const fastify = createFastify();
  afterAll(() => fastify.close());

  beforeAll(() => servePages(fastify, folder, { prefix: '/live', ownsAllPaths: false }));

  it('have the prefix as their base, so that the browser resolves all paths below it', async () => {
    for (const url of ['/boards', '/boards/x', '/boards/x/edit']) {
      const { statusCode, body, headers } = await fastify.inject(url);
      expect([statusCode, body]).toEqual([200, PAGE.replace('href="/"', 'href="/live/"')]);
      expect(headers['cache-control']).toBe('no-cache');
    }
  });

  it('leave all other paths to the application', async () => {
    for (const url of ['/', '/nowhere', '/boards/x/y']) {
      expect((await fastify.inject({ url, headers: { accept: 'text/html' } })).statusCode).toBe(404);
    }
  });
});
