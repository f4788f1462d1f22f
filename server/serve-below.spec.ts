import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { ApiClient, type ApiResponse } from '../test/support/server/api-client.js';
import { numberBoard } from '../test/support/server/number-board.js';
import { TestSocket } from '../test/support/server/test-socket.js';
import { testSettings } from '../test/support/server/test-settings.js';
import { useTempDir } from '../test/support/use-temp-dir.js';
import { createWithExtensions } from './create-with-extensions.js';
import { StructuredLogger } from './observability/structured-logger.js';

const AS_BROWSER = { headers: { accept: 'text/html,application/xhtml+xml' } };

let app: NestFastifyApplication;
let api: ApiClient;

afterAll(() => app.close());

useTempDir(async (dataDir) => {
  const settings = testSettings({ dataDir, prefix: '/boards' });
  app = await createWithExtensions(settings, new StructuredLogger('silent'));
  await app.listen(0, '127.0.0.1');
});

beforeAll(() => {
  const { port } = app.getHttpServer().address() as AddressInfo;
  api = new ApiClient(`http://127.0.0.1:${port}`);
});

const get = (path: string): Promise<ApiResponse> => api.request(path);

describe('a server with a base path', () => {
  it('answers everything below it', async () => {
    const paths = ['api/v1/config', 'api/v1/boards?x=1', 'api/openapi.json', 'api/docs', 'metrics', 'health/ready'];
    for (const path of paths) expect([path, (await get(`/boards/${path}`)).status]).toEqual([path, 200]);
    expect((await get('/boards/api/openapi.json')).json()).toMatchObject({ servers: [{ url: '/boards' }] });
    expect((await get('/boards/api/docs')).text).toContain('<base href="/boards/api/docs/" />');
    const created = await api.sendJson('POST', '/boards/api/v1/boards', numberBoard('below', ['below.orders']));
    expect(created.headers.location).toBe('/boards/api/v1/boards/below');
  });

  it('answers pages below it: the client, or that it is not built', async () => {
    for (const path of ['/boards', '/boards/', '/boards/boards/below']) {
      const { status, text } = await api.request(path, AS_BROWSER);
      expect(text).toContain(status === 200 ? '<base href="/boards/"' : 'href="/boards/api/docs"');
    }
  });

  it('opens WebSockets only below it, which show changes', async () => {
    const socket = await TestSocket.open(`${api.base}/boards`);
    socket.send('subscribe', { board: 'inbox' });
    await socket.next('subscribed');
    await api.request('/boards/api/v1/metrics/below.visits', { method: 'POST', body: '42' });
    expect(await socket.next('changed')).toMatchObject({ board: 'inbox' });
    await socket.close();
    await expect(TestSocket.open(api.base)).rejects.toThrow('404');
  });

  it('answers health checks without it, too', async () => {
    expect((await get('/health/live')).json()).toEqual({ status: 'live' });
    expect((await get('/health/ready')).json()).toEqual({ status: 'ready' });
  });

  it.each([
    '/',
    '/api/v1/config',
    '/metrics',
    '/healthy',
    '/boardsx',
    '/Boards/api/v1/config',
    '/%62oards/api/v1/config',
    '//boards/api/v1/config',
    '/x/../boards/api/v1/config',
    '*',
  ])('answers %s with 404, and says what the base path is', async (path) => {
    const response = await get(path);
    expect([response.status, response.headers['content-type']]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(response.json()).toMatchObject({ detail: expect.stringMatching(/only below \/boards\/ \(BASE_PATH\)/) });
  });

  it('stores nothing that is sent to other paths', async () => {
    for (const headers of [{}, { expect: '100-continue' }]) {
      const sent = { method: 'POST', body: '1', headers };
      expect((await api.request('/api/v1/metrics/outside', sent)).status).toBe(404);
    }
    expect((await get('/boards/api/v1/metrics/outside')).status).toBe(404);
  });

  it('links to it on a page for browsers', async () => {
    const { status, text } = await api.request('/', AS_BROWSER);
    expect([status, text]).toEqual([404, expect.stringContaining('<a href="/boards/">')]);
  });

  it('accepts a target in absolute form', async () => {
    expect((await get(`${api.base}/boards/api/v1/config`)).status).toBe(200);
    expect((await get(`${api.base}/api/v1/config`)).status).toBe(404);
  });

  it('does not take the base path away twice', async () => {
    expect((await get('/boards/boards/api/v1/config')).status).toBe(404);
    expect((await get('/boards/health/live')).status).toBe(200);
    expect((await get('/boards/boards/health/live')).status).toBe(404);
  });
});
