import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProbeApp } from '../../../test/support/server/probe-app.js';
import { expectProblemResponse } from '../../../test/support/server/expect-problem.js';
import { DatabaseHealth } from '../../database/database-health.js';

let probe: ProbeApp;
beforeAll(async () => {
  probe = await ProbeApp.start('nothing is built here');
});
afterAll(async () => {
  await probe.close();
});

const ORDER = '/api/v1/probe/order';

function post(body: string, type = 'application/json'): RequestInit {
  return { method: 'POST', headers: { 'content-type': type }, body };
}

describe('errors', () => {
  it.each<[string, string, RequestInit, number, RegExp]>([
    ['an unknown address', '/api/v1/nothing?token=x', {}, 404, /^There is no route GET \/api\/v1\/nothing\./],
    ['an unknown method', '/api/v1/probe/value', { method: 'DELETE' }, 404, /no route DELETE/],
    ['a bug', '/api/v1/probe/bug', {}, 500, /See the log of the server/],
    [
      'an error that was thrown as InternalServerErrorException',
      '/api/v1/probe/fault',
      {},
      500,
      /See the log of the server/,
    ],
    ['a full disk', '/api/v1/probe/full', {}, 507, /^The disk is full\.$/],
    ["an exception of Nest's", '/api/v1/probe/media', {}, 415, /^Send a number\.$/],
    ['a malformed URL', '/api/v1/probe/named/%E0%A4%A', {}, 400, /malformed/],
    ['JSON that ends early', ORDER, post('{"a":'), 400, /not valid JSON|could not be read/],
    ['JSON that pollutes prototypes', ORDER, post('{"__proto__":{}}'), 400, /./],
    ['no JSON at all', ORDER, post(''), 400, /empty/],
    ['an unsupported content type', ORDER, post('x', 'image/png'), 415, /application\/json/],
    ['a body over the limit', ORDER, post(' '.repeat(5_242_881)), 413, /too large/],
    [
      'a page of another site',
      '/api/v1/probe/value',
      { headers: { origin: 'http://evil.example' } },
      403,
      /PUBLIC_URL/,
    ],
    ['a proxy', '/api/v1/probe/value', { headers: { 'x-forwarded-for': '1.2.3.4' } }, 403, /ACCESS=open/],
    ['a proxy on the way to a page', '/nothing', { headers: { 'x-real-ip': '1.2.3.4' } }, 403, /ACCESS=open/],
  ])('are problem documents for %s', async (_what, path, init, status, expectedMessage) => {
    await expectProblemResponse(await probe.request(path, init), status, expectedMessage);
  });

  it('have Retry-After only with 503', async () => {
    const busy = await probe.request('/api/v1/probe/busy');
    expect(busy.headers.get('retry-after')).toBe('1');
    await expectProblemResponse(busy, 503, /^Too many reads/);
    expect((await probe.request('/api/v1/probe/full')).headers.has('retry-after')).toBe(false);
  });

  it('name the invalid parts of the input', async () => {
    const body = JSON.stringify({ title: '', lines: [{ count: 1 }, { count: 'x' }] });
    const response = await probe.request(ORDER, post(body));
    expect(await response.clone().json()).toMatchObject({ errors: [{ path: 'title' }, { path: 'lines[1].count' }] });
    await expectProblemResponse(response, 422, /^title: .* \(and 1 more, see errors\)$/);
  });

  it('are left to the route for a long parameter', async () => {
    expect((await probe.request(`/api/v1/probe/named/${'x'.repeat(5_000)}`)).status).toBe(200);
  });

  it.each([
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400, 'Host'],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 400, 'Host'],
    ['no Host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 400, 'Host'],
    ['an unknown Host in HTTP/1.0', 'GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n', 403, 'evil.example'],
    [
      'an unknown host in the target',
      'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      403,
      'evil.example',
    ],
    [
      'a target that is not encoded',
      'GET /api/push/k?msg=Gr\u00f6\u00dfe HTTP/1.1\r\nHost: localhost\r\n\r\n',
      400,
      'percent-encoded',
    ],
    ['a version to come', 'GET / HTTP/9.9\r\n\r\n', 400, 'not valid HTTP'],
    ['something else than HTTP', 'nonsense\r\n\r\n', 400, 'not valid HTTP'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'too large'],
  ])('are problem documents for %s', async (_what, request, status, expectedMessage) => {
    const answer = await probe.sendRaw(request.replace('HTTP/1.1\r\n\r\n', 'HTTP/1.1\r\nConnection: close\r\n\r\n'));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(answer).toContain(expectedMessage);
  });

  it.each(['/api/v1/config', '/api/v1/nothing', '/health/live', '/api/openapi.json'])(
    'and the data of %s have a restrictive content security policy',
    async (path) => {
      const { headers } = await probe.request(path);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'self'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('have Retry-After if the server is not ready or not built', async () => {
    const health = probe.app.get(DatabaseHealth, { strict: false });
    health.writeFailed('The disk is full.');
    expect((await probe.request('/health/ready')).headers.get('retry-after')).toBe('1');
    health.writeSucceeded();
    expect((await probe.request('/')).headers.get('retry-after')).toBe('60');
  });
});
