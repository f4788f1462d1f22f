import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { HostApp, PLATFORMS } from '../../test/support/embedding/host-app.js';
import { TestSocket } from '../../test/support/server/test-socket.js';
import type { Principal } from '../index.js';

/** Takes the role from a cookie, as a session would give it. */
async function authorize({ headers, url }: IncomingMessage): Promise<Principal> {
  await Promise.resolve();
  const role = /role=(\w+)/.exec(headers.cookie ?? '')?.[1];
  if (role === undefined) return null;
  if (role === 'nobody') return undefined as unknown as null;
  if (role === 'broken') throw new Error(`secret of ${url ?? ''}`);
  return { id: '7', role: role as 'viewer' };
}

/** Opens a WebSocket, and returns the status of the response. */
function upgradeStatus(base: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/ws/dashboard`, { headers });
  return new Promise((resolve) => {
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode);
    });
    socket.once('open', () => {
      socket.terminate();
      resolve(101);
    });
  });
}

describe.each(PLATFORMS)('an application on %s that authorizes requests itself', (platform) => {
  let host: HostApp;
  beforeAll(async () => {
    host = await HostApp.start({ platform, options: { authorize, allowedOrigins: ['https://partner.example'] } });
  });
  afterAll(() => host.close());

  const as = (role: string): { cookie: string } => ({ cookie: `role=${role}` });

  it('rejects requests without a principal with 401, except health checks', async () => {
    for (const path of ['api/v1/boards', 'boards', 'metrics', 'api/docs', '']) {
      const response = await host.api.request(`/boardcast/${path}`);
      expect([path, response.status]).toEqual([path, 401]);
    }
    const pushed = await host.api.post('/boardcast/api/v1/metrics/a', '1');
    expect([pushed.status, pushed.json()]).toEqual([401, expect.objectContaining({ title: 'Unauthorized' })]);
    expect((await host.api.request('/boardcast/health/ready')).status).toBe(200);
    expect(await upgradeStatus(host.base)).toBe(401);
    const undecided = await host.api.request('/boardcast/api/v1/boards', { headers: as('nobody') });
    expect([undecided.status, await upgradeStatus(host.base, as('nobody'))]).toEqual([401, 401]);
  });

  it('lets viewers read, but not write', async () => {
    expect((await host.api.post('/boardcast/api/v1/metrics/a', '1', as('editor'))).status).toBe(200);
    expect((await host.api.request('/boardcast/api/v1/metrics/a', { headers: as('viewer') })).status).toBe(200);
    const preview = { query: { source: 'metrics', metric: 'a' } };
    expect((await host.api.sendJson('POST', '/boardcast/api/v1/preview', preview, as('viewer'))).status).toBe(200);
    expect((await host.api.post('/boardcast/query?q=SHOW+DATABASES', '', as('viewer'))).status).toBe(200);
    for (const [method, path] of [
      ['POST', 'api/v1/metrics/a'],
      ['DELETE', 'api/v1/metrics/a'],
      ['PUT', 'api/v1/tables/t'],
      ['POST', 'api/v1/boards'],
      ['GET', 'api/push/token?status=up'],
      ['POST', 'api/v1/changes'],
    ] as const) {
      const body = method === 'POST' || method === 'PUT' ? '1' : undefined;
      const response = await host.api.request(`/boardcast/${path}`, { method, headers: as('viewer'), body });
      expect([path, response.status]).toEqual([path, 403]);
      expect(response.text).toContain('Ask an administrator for the role editor.');
    }
    expect(await upgradeStatus(host.base, as('viewer'))).toBe(101);
  });

  it('lets editors and admins write', async () => {
    for (const role of ['editor', 'admin']) {
      expect((await host.api.post(`/boardcast/api/v1/metrics/${role}`, '1', as(role))).status).toBe(200);
    }
  });

  it('answers 500 without details if the decision fails or is not a principal', async () => {
    for (const role of ['broken', 'owner']) {
      const response = await host.api.request('/boardcast/api/v1/boards', { headers: as(role) });
      expect([response.status, response.text.includes('secret')]).toEqual([500, false]);
      expect(await upgradeStatus(host.base, as(role))).toBe(500);
    }
  });

  it('serves hosts and proxies, and pages of its own origin and of allowed origins only', async () => {
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await host.api.request('/boardcast/api/v1/boards', { headers: { ...as('viewer'), ...headers } })).status;
    expect(await status({ host: 'shop.example', 'x-forwarded-for': '1.2.3.4' })).toBe(200);
    expect(await status({ host: 'shop.example', origin: 'http://shop.example' })).toBe(200);
    expect(await status({ host: 'shop.example', origin: 'https://shop.example' })).toBe(200);
    expect(await status({ host: 'shop.example', origin: 'https://evil.example' })).toBe(403);
    expect(await status({ host: 'shop.example', origin: 'https://partner.example' })).toBe(200);
    expect(await upgradeStatus(host.base, { ...as('viewer'), origin: 'https://evil.example' })).toBe(403);
  });

  it('answers preflight requests of allowed origins, which browsers send without cookies', async () => {
    const preflight = (origin: string): ReturnType<typeof host.api.request> =>
      host.api.request('/boardcast/api/v1/boards', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'if-match' },
      });
    const { status, headers } = await preflight('https://partner.example');
    expect([status, headers['access-control-allow-origin']]).toEqual([204, 'https://partner.example']);
    expect(headers['access-control-allow-methods']).toContain('PUT');
    expect((await preflight('https://evil.example')).status).toBe(403);
    const read = await host.api.request('/boardcast/api/v1/boards', {
      headers: { ...as('viewer'), origin: 'https://partner.example' },
    });
    expect([read.headers['access-control-allow-origin'], read.headers['access-control-expose-headers']]).toEqual([
      'https://partner.example',
      expect.stringContaining('ETag'),
    ]);
  });

  it('admits WebSockets of allowed origins', async () => {
    const client = await TestSocket.open(host.base, {
      headers: as('viewer'),
      origin: 'https://partner.example',
    });
    expect(await client.subscribe('inbox')).toMatchObject({ board: 'inbox' });
    await client.close();
  });
});
