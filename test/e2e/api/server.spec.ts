import { describe, expect, it } from '@jest/globals';
import { itOfOwnServer } from '../../support/embedding/it-of-own-server.js';
import { expectJson } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useServer } from '../../support/server/use-server.js';

const app = useServer({ env: { POLL_INTERVAL: '2m', RECONNECT_DELAY: '1s', NOTIFY_INTERVAL: '500ms' } });

describe('the server', () => {
  it('returns its settings to clients', async () => {
    expect(expectJson(await app.api.request('/api/v1/config'), 200)).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      protocol: 1,
      access: 'local',
      cacheTtlMs: 10_000,
      notifyIntervalMs: 500,
      pollIntervalMs: 120_000,
      reconnectDelayMs: 1_000,
      timeZone: 'UTC',
      embedOrigins: [],
    });
  });

  it('reports that it is live and ready', async () => {
    for (const path of ['/health/live', '/health/ready']) expect((await app.api.request(path)).status).toBe(200);
  });

  itOfOwnServer('exposes metrics for Prometheus', async () => {
    const names = [
      'boardcast_source_loads_total',
      'boardcast_snapshot_builds_total',
      'boardcast_notifications_total',
      'boardcast_connections',
      'boardcast_notifications_pending',
      'boardcast_ingested_points_total',
      'boardcast_process_cpu_seconds_total',
      'boardcast_process_resident_memory_bytes',
      'boardcast_nodejs_eventloop_lag_p99_seconds',
    ];
    const client = await TestSocket.open(app.server.base);
    try {
      await app.api.createBoard('counted', ['n']);
      await client.subscribe('counted');
      const before = await Promise.all(names.map((name) => app.api.serverMetric(name)));
      await app.api.push('n', 1);
      await client.next('changed');
      await app.api.snapshot('counted');
      const [loads = 0, builds = 0, notifications = 0, connections] = before;
      expect(await app.api.serverMetric('boardcast_source_loads_total', 'source="metrics"')).toBeGreaterThan(loads);
      expect(await app.api.serverMetric('boardcast_snapshot_builds_total')).toBeGreaterThan(builds);
      expect(await app.api.serverMetric('boardcast_notifications_total')).toBeGreaterThan(notifications);
      expect(connections).toBe(1);
    } finally {
      await client.close();
    }
    const answer = await app.api.request('/metrics');
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    for (const name of names) expect(answer.text).toMatch(new RegExp(`^${name}[{ ]`, 'm'));
  });

  it('has metrics whose labels do not grow with pushed data', async () => {
    // Metrics of Node have a series for each kind of resource and of garbage collection that occurred.
    const series = async (): Promise<Set<string>> => {
      const lines = (await app.api.request('/metrics')).text
        .split('\n')
        .filter((line) => !line.startsWith('boardcast_nodejs_'));
      return new Set(lines.map((line) => line.replace(/ \S+$/, '')));
    };
    const pushAndRead = async (index: number): Promise<void> => {
      await app.api.push(`l.${index}`, index);
      await app.api.request(`/api/v1/boards/nowhere-${index}/data`);
    };
    await pushAndRead(0);
    // A series exists once it counted something. This one counts values of the server's own collector, which arrive later.
    let before = await series();
    while (!before.has('boardcast_ingested_points_total{via="collector"}')) before = await series();
    for (let index = 1; index <= 20; index += 1) await pushAndRead(index);
    expect(await series()).toEqual(before);
  });

  it('describes all its routes as OpenAPI', async () => {
    const document = expectJson(await app.api.request('/api/openapi.json'), 200) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(document.openapi).toMatch(/^3\./);
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes).toEqual(
      expect.arrayContaining([
        'GET /api/v1/metrics',
        'POST /api/v1/metrics',
        'GET /api/v1/metrics/{key}',
        'POST /api/v1/metrics/{key}',
        'DELETE /api/v1/metrics/{key}',
        'POST /api/v1/changes',
        'GET /api/v1/boards',
        'POST /api/v1/boards',
        'GET /api/v1/boards/{slug}',
        'PUT /api/v1/boards/{slug}',
        'DELETE /api/v1/boards/{slug}',
        'GET /api/v1/boards/{slug}/data',
        'GET /api/v1/config',
        'GET /health/live',
        'GET /health/ready',
        'GET /metrics',
      ]),
    );
  });

  it('describes exactly the parameters of each path', async () => {
    const { paths } = expectJson(await app.api.request('/api/openapi.json'), 200) as {
      paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
    };
    for (const [path, operations] of Object.entries(paths)) {
      const named = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name);
      for (const { parameters } of Object.values(operations)) {
        const described = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect([path, described]).toEqual([path, named]);
      }
    }
  });

  it('shows the OpenAPI document as a page', async () => {
    const { status, headers, text } = await app.api.request('/api/docs');
    expect([status, headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/html/)]);
    expect(text).toMatch(/swagger/i);
  });
});

describe('errors are answered with problem documents', () => {
  itOfOwnServer.each([
    ['an unknown path', 'GET', '/api/v1/nothing', 404],
    ['an unknown page of the API', 'GET', '/api', 404],
    ['a path that only supports GET', 'POST', '/api/v1/config', 404],
    ['an unsupported method', 'PATCH', '/api/v1/metrics/x', 404],
    ['a malformed path', 'GET', '/api/v1/boards/%E0%A4%A', 400],
    ['headers that are too large', 'GET', `/${'x'.repeat(20_000)}`, 431],
  ])('%s', async (_what, method, path, status) => {
    expectProblem(await app.api.request(path, { method }), status);
  });

  it.each([
    ['an invalid slug', 'GET', '/api/v1/boards/No%20Such', 404],
    ['a very long slug', 'GET', `/api/v1/boards/${'x'.repeat(9_000)}`, 404],
    ['a very long slug of data', 'GET', `/api/v1/boards/${'x'.repeat(9_000)}/data`, 404],
  ])('%s', async (_what, method, path, status) => {
    expectProblem(await app.api.request(path, { method }), status);
  });

  const expectRawProblem = async (bytes: string, status: number): Promise<void> => {
    const answer = await app.api.sendRaw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/^content-type: application\/problem\+json/im);
    expect(answer).toContain(`"status":${status}`);
  };

  itOfOwnServer.each([
    ['not HTTP', 'hello\r\n\r\n', 400],
    ['no Host', 'GET /api/v1/config HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ])('%s, sent as raw bytes', (_what, bytes, status) => expectRawProblem(bytes, status));

  it.each([
    ['a body that is not JSON', post('/api/v1/boards', '{"a":'), 400],
    ['a body of a change that is not JSON', post('/api/v1/changes', 'x'), 400],
    ['prototype pollution', post('/api/v1/boards', '{"__proto__":{"a":1}}'), 400],
  ])('%s, sent as raw bytes', (_what, bytes, status) => expectRawProblem(bytes, status));

  it('none of them is counted as an error of the server', () => {
    expect(app.server.stderr + app.server.stdout).not.toMatch(/"level":(50|60)|ERROR|error/);
    expect(app.server.isRunning).toBe(true);
  });
});

function post(path: string, body: string): string {
  const headers = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  return `POST ${path} HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n${body}`;
}
