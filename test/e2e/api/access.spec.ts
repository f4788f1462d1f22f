import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../support/server/expect-problem.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useServer } from '../../support/server/use-server.js';

const app = useServer();

const PLACES = ['/', '/api/v1/boards', '/api/v1/boards/this-server/data', '/metrics', '/api/docs', '/nowhere'];

/** How the server answers these headers, over HTTP and as the handshake of a WebSocket: each must say the same. */
async function verdict(
  { base, ask }: { base: string; ask: typeof app.api.request },
  headers: Record<string, string>,
): Promise<'taken' | 'refused'> {
  const http = await ask('/api/v1/config', { headers });
  const socket = await TestSocket.open(base, { headers }).then(
    async (opened) => {
      await opened.close();
      return 200;
    },
    (error: unknown) => Number(/\b(\d{3})\b/.exec(String(error))?.[1]),
  );
  expect(socket).toBe(http.status);
  if (http.status !== 200) expectProblem(http, 403);
  return http.status === 200 ? 'taken' : 'refused';
}

const asked = (headers: Record<string, string>): Promise<'taken' | 'refused'> =>
  verdict({ base: app.server.base, ask: (path, question) => app.api.request(path, question) }, headers);

describe('while only this machine may come in', () => {
  it.each(['localhost', 'localhost:1234', 'boards.localhost', '127.0.0.1', '127.3.2.1:80', '[::1]:3000'])(
    'Host %s is taken',
    async (host) => {
      expect(await asked({ host })).toBe('taken');
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '192.168.1.5', '[fe80::1]', '0.0.0.0', 'x'])(
    'Host %s is refused',
    async (host) => {
      expect(await asked({ host })).toBe('refused');
    },
  );

  it('a page of its own is taken, of others refused', async () => {
    const host = 'localhost:3000';
    expect(await asked({ host, origin: 'http://localhost:3000' })).toBe('taken');
    for (const origin of ['null', 'http://evil.example', 'https://localhost:3000', 'http://localhost:3001']) {
      expect(await asked({ host, origin })).toBe('refused');
    }
  });

  it.each(['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'])(
    'a proxy that says %s is refused, in words',
    async (name) => {
      expect(await asked({ [name]: '10.0.0.1' })).toBe('refused');
      expectProblem(await app.api.request('/api/v1/config', { headers: { [name]: '10.0.0.1' } }), 403, /ACCESS=open/);
    },
  );

  it('every place refuses, whatever the method, but health answers', async () => {
    const headers = { host: 'evil.example' };
    for (const path of PLACES) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        expectProblem(await app.api.request(path, { method, headers }), 403);
      }
    }
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await app.api.request(path, { headers: { ...headers, via: 'x', origin: 'null' } });
      expect(answer.status).toBe(200);
    }
  });

  it('a foreign write stores nothing', async () => {
    const answer = await app.api.post('/api/v1/metrics/forged', '1', { origin: 'http://evil.example' });
    expectProblem(answer, 403);
    expect((await app.api.request('/api/v1/metrics/forged')).status).toBe(404);
  });

  it('allows no other origin to read', async () => {
    const { headers } = await app.api.request('/api/v1/config');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('with PUBLIC_URL', () => {
  const named = useServer({ env: { PUBLIC_URL: 'https://boards.example.com' } });

  it('its host and its pages are taken, too; proxies are not', async () => {
    const place = { base: named.server.base, ask: named.api.request.bind(named.api) };
    const own = { host: 'boards.example.com' };
    expect(await verdict(place, own)).toBe('taken');
    expect(await verdict(place, { ...own, origin: 'https://boards.example.com' })).toBe('taken');
    expect(await verdict(place, { ...own, origin: 'https://example.com' })).toBe('refused');
    expect(await verdict(place, { host: 'example.com' })).toBe('refused');
    expect(await verdict(place, { ...own, 'x-forwarded-for': '10.0.0.1' })).toBe('refused');
  });
});

describe('with ACCESS=open', () => {
  const open = useServer({ env: { ACCESS: 'open' } });

  it('addresses and proxies are taken, too; names are not', async () => {
    const place = { base: open.server.base, ask: open.api.request.bind(open.api) };
    expect(await verdict(place, { host: '192.168.1.5:3000' })).toBe('taken');
    expect(await verdict(place, { host: '[fe80::1]' })).toBe('taken');
    expect(await verdict(place, { host: 'localhost', 'x-forwarded-for': '10.0.0.1' })).toBe('taken');
    expect(await verdict(place, { host: 'evil.example' })).toBe('refused');
    expect(await verdict(place, { host: '192.168.1.5', origin: 'http://evil.example' })).toBe('refused');
    expect((await open.api.request('/api/v1/config')).json()).toMatchObject({ access: 'open' });
  });

  it('is warned of at each start', () => {
    expect(open.server.stderr + open.server.stdout).toMatch(/ACCESS=open/);
  });
});
