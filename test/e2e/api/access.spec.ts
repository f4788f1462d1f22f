import { describe, expect, it } from '@jest/globals';
import { itOfOwnServer } from '../../support/embedding/it-of-own-server.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useServer } from '../../support/server/use-server.js';

const app = useServer();

const PATHS = ['/', '/api/v1/boards', '/api/v1/boards/this-server/data', '/metrics', '/api/docs', '/nowhere'];

/** Returns whether the server accepts these headers. HTTP requests and WebSocket handshakes must agree. */
async function decisionOf(
  { base, request }: { base: string; request: typeof app.api.request },
  headers: Record<string, string>,
): Promise<'accepted' | 'rejected'> {
  const http = await request('/api/v1/config', { headers });
  const socket = await TestSocket.open(base, { headers }).then(
    async (opened) => {
      await opened.close();
      return 200;
    },
    (error: unknown) => Number(/\b(\d{3})\b/.exec(String(error))?.[1]),
  );
  expect(socket).toBe(http.status);
  if (http.status !== 200) expectProblem(http, 403);
  return http.status === 200 ? 'accepted' : 'rejected';
}

const decision = (headers: Record<string, string>): Promise<'accepted' | 'rejected'> =>
  decisionOf({ base: app.server.base, request: (path, init) => app.api.request(path, init) }, headers);

describe('with local access only', () => {
  it.each(['localhost', 'localhost:1234', 'boards.localhost', '127.0.0.1', '127.3.2.1:80', '[::1]:3000'])(
    'the Host %s is accepted',
    async (host) => {
      expect(await decision({ host })).toBe('accepted');
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '192.168.1.5', '[fe80::1]', '0.0.0.0', 'x'])(
    'the Host %s is rejected',
    async (host) => {
      expect(await decision({ host })).toBe('rejected');
    },
  );

  it('own pages are accepted, and pages of other origins are rejected', async () => {
    const host = 'localhost:3000';
    expect(await decision({ host, origin: 'http://localhost:3000' })).toBe('accepted');
    for (const origin of ['null', 'http://evil.example', 'https://localhost:3000', 'http://localhost:3001']) {
      expect(await decision({ host, origin })).toBe('rejected');
    }
  });

  it.each(['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'])(
    'a proxy that sends %s is rejected with a message',
    async (name) => {
      expect(await decision({ [name]: '10.0.0.1' })).toBe('rejected');
      expectProblem(await app.api.request('/api/v1/config', { headers: { [name]: '10.0.0.1' } }), 403, /ACCESS=open/);
    },
  );

  itOfOwnServer('every path except /health rejects every method', async () => {
    const headers = { host: 'evil.example' };
    for (const path of PATHS) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        expectProblem(await app.api.request(path, { method, headers }), 403);
      }
    }
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await app.api.request(path, { headers: { ...headers, via: 'x', origin: 'null' } });
      expect(answer.status).toBe(200);
    }
  });

  it('a write of another site stores nothing', async () => {
    const answer = await app.api.post('/api/v1/metrics/forged', '1', { origin: 'http://evil.example' });
    expectProblem(answer, 403);
    expect((await app.api.request('/api/v1/metrics/forged')).status).toBe(404);
  });

  it('no other origin may read', async () => {
    const { headers } = await app.api.request('/api/v1/config');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('with PUBLIC_URL', () => {
  const named = useServer({ env: { PUBLIC_URL: 'https://boards.example.com' } });

  it('its host and pages are also accepted, but proxies are not', async () => {
    const target = { base: named.server.base, request: named.api.request.bind(named.api) };
    const own = { host: 'boards.example.com' };
    expect(await decisionOf(target, own)).toBe('accepted');
    expect(await decisionOf(target, { ...own, origin: 'https://boards.example.com' })).toBe('accepted');
    expect(await decisionOf(target, { ...own, origin: 'https://example.com' })).toBe('rejected');
    expect(await decisionOf(target, { host: 'example.com' })).toBe('rejected');
    expect(await decisionOf(target, { ...own, 'x-forwarded-for': '10.0.0.1' })).toBe('rejected');
  });
});

describe('with ACCESS=open', () => {
  const open = useServer({ env: { ACCESS: 'open' } });

  it('addresses and proxies are also accepted, but names are not', async () => {
    const target = { base: open.server.base, request: open.api.request.bind(open.api) };
    expect(await decisionOf(target, { host: '192.168.1.5:3000' })).toBe('accepted');
    expect(await decisionOf(target, { host: '[fe80::1]' })).toBe('accepted');
    expect(await decisionOf(target, { host: 'localhost', 'x-forwarded-for': '10.0.0.1' })).toBe('accepted');
    expect(await decisionOf(target, { host: 'evil.example' })).toBe('rejected');
    expect(await decisionOf(target, { host: '192.168.1.5', origin: 'http://evil.example' })).toBe('rejected');
    expect((await open.api.request('/api/v1/config')).json()).toMatchObject({ access: 'open' });
  });

  itOfOwnServer('each start logs a warning', () => {
    expect(open.server.stderr + open.server.stdout).toMatch(/ACCESS=open/);
  });
});
