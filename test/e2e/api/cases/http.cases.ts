// fastify/fastify#2061 (HEAD), http4s/http4s#6411, lalinsky/dusty#163 (Expect), louislam/uptime-kuma#985 (sub-path), HTTP/1.0,
// absolute targets, IPv6.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseResponse, type CaseServer, uniqueName } from '../../../support/cases/case-server.js';

interface Raw {
  readonly title: string;
  readonly bytes: (host: string, port: string) => string;
  readonly answer: RegExp;
  /** If the server keeps the connection open, the end of the answer to wait for. */
  readonly until?: RegExp;
}

const OK = /^HTTP\/1\.1 200 /;

const push = (path: string, host: string, lines: string, body = ''): string =>
  `POST /api/v1/metrics/${path} HTTP/1.1\r\nHost: ${host}\r\n${lines}\r\n\r\n${body}`;

const RAW: readonly Raw[] = [
  {
    title: 'answers Expect: 100-continue at once',
    bytes: (host) => push(uniqueName('expect'), host, 'Content-Length: 2\r\nExpect: 100-continue'),
    answer: /^HTTP\/1\.1 100 /,
    until: /\r\n\r\n/,
  },
  {
    title: 'accepts a chunked body',
    bytes: (host) =>
      push(
        uniqueName('chunks'),
        host,
        'Transfer-Encoding: chunked\r\nConnection: close',
        '1\r\n4\r\n1\r\n2\r\n0\r\n\r\n',
      ),
    answer: /^HTTP\/1\.1 200 [^]*"value":42/,
  },
  { title: 'answers HTTP/1.0 without a Host on /health', bytes: () => 'GET /health/live HTTP/1.0\r\n\r\n', answer: OK },
  {
    title: 'answers HTTP/1.0 with a Host',
    bytes: () => 'GET /api/v1/boards HTTP/1.0\r\nHost: localhost\r\n\r\n',
    answer: OK,
  },
  {
    title: 'answers an absolute target',
    bytes: (host) => `GET http://${host}/api/v1/boards HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    answer: OK,
  },
  {
    title: 'answers two pipelined requests',
    bytes: (host) =>
      `GET /api/v1/boards HTTP/1.1\r\nHost: ${host}\r\n\r\n` +
      `GET /health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    answer: /^HTTP\/1\.1 200 [^]*HTTP\/1\.1 200 /,
  },
  {
    title: 'answers for the Host [::1]',
    bytes: (_host, port) => `GET /api/v1/boards HTTP/1.1\r\nHost: [::1]:${port}\r\nConnection: close\r\n\r\n`,
    answer: OK,
  },
];

const raw = RAW.map(({ title, bytes, answer, until }): TestCase => ({
  title,
  run: async (server) => {
    assert.match(await server.sendRaw(bytes(`localhost:${server.port}`, server.port), until), answer);
  },
}));

const heads = ['/', '/boards', '/api/v1/boards', '/health', '/metrics', '/api/openapi.json', '/favicon.svg'].map(
  (path): TestCase => ({
    title: `answers HEAD ${path} as GET, without a body`,
    run: async (server) => {
      const [head, got] = [await server.request('HEAD', path), await server.get(path)];
      assert.deepEqual([head.status, head.text], [got.status, '']);
    },
  }),
);

interface Request {
  readonly title: string;
  readonly send: (server: CaseServer) => Promise<CaseResponse>;
  readonly statuses: readonly number[];
}

const CLIENT_ERRORS = [400, 404, 405, 411, 413, 414, 422];

const REQUESTS: readonly Request[] = [
  {
    title: 'answers OPTIONS without an Origin without a server error',
    send: (server) => server.request('OPTIONS', '/api/v1/boards'),
    statuses: [200, 204, 404, 405],
  },
  {
    title: 'rejects an unsupported method of a path',
    send: (server) => server.request('DELETE', '/api/v1/boards'),
    statuses: [404, 405],
  },
  {
    title: 'finds no metric at a very deep path',
    send: (server) => server.get(`/api/v1/metrics/${'a/'.repeat(80)}b`),
    statuses: [404, 422],
  },
  {
    title: 'rejects a malformed escape in a path',
    send: (server) => server.get('/api/v1/metrics/%zz'),
    statuses: [400],
  },
  { title: 'rejects %00 in a key', send: (server) => server.get('/api/v1/metrics/a%00b'), statuses: CLIENT_ERRORS },
  {
    title: 'answers the page of a board with an invalid slug',
    send: (server) => server.get('/boards/%E2%9C%93'),
    statuses: [200, 404],
  },
  { title: 'answers the start page with a query', send: (server) => server.get('/?utm_source=x'), statuses: [200] },
  {
    title: 'accepts a value with an invalid content type',
    send: (server) =>
      server.request('POST', `/api/v1/metrics/${uniqueName('type')}`, '42', { 'content-type': 'nonsense' }),
    statuses: [200],
  },
  {
    title: 'accepts a value with unknown query parameters',
    send: (server) => server.request('POST', `/api/v1/metrics/${uniqueName('query')}?token=abc&x=y`, '42'),
    statuses: [200],
  },
  {
    title: 'accepts a value with 60 kB of trailing blanks',
    send: (server) =>
      server.request(
        'POST',
        `/api/v1/metrics/${uniqueName('blanks')}`,
        `{"value":1,"tags":{"a":"b"}}${' '.repeat(60_000)}`,
      ),
    statuses: [200],
  },
];

const requests = REQUESTS.map(({ title, send, statuses }): TestCase => ({
  title,
  run: async (server) => {
    const { status, text } = await send(server);
    assert.ok(statuses.includes(status), `${status} ${text.slice(0, 200)}`);
  },
}));

const preflight: TestCase = {
  title: 'rejects the preflight of another site, without CORS headers',
  run: async (server) => {
    const headers = { origin: 'https://other.example', 'access-control-request-method': 'POST' };
    const answer = await server.request('OPTIONS', '/api/v1/metrics/x', undefined, headers);
    assert.equal(answer.status, 403);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  },
};

export const http: CaseGroup = { cases: [...raw, ...heads, ...requests, preflight] };
