import { describe, expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useServer } from '../../support/server/use-server.js';

const app = useServer({ env: { POLL_INTERVAL: '2m', RECONNECT_DELAY: '1s', NOTIFY_INTERVAL: '500ms' } });

describe('the server tells', () => {
  it('clients how it is set', async () => {
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

  it('supervisors that it lives and is ready', async () => {
    for (const path of ['/health/live', '/health/ready']) expect((await app.api.request(path)).status).toBe(200);
  });

  it('Prometheus what it does', async () => {
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
    const viewer = await TestSocket.open(app.server.base);
    try {
      await app.api.createBoard('counted', ['n']);
      await viewer.subscribe('counted');
      const before = await Promise.all(names.map((name) => app.api.serverMetric(name)));
      await app.api.push('n', 1);
      await viewer.next('changed');
      await app.api.snapshot('counted');
      const [loads = 0, builds = 0, notices = 0, connections] = before;
      expect(await app.api.serverMetric('boardcast_source_loads_total', 'source="metrics"')).toBeGreaterThan(loads);
      expect(await app.api.serverMetric('boardcast_snapshot_builds_total')).toBeGreaterThan(builds);
      expect(await app.api.serverMetric('boardcast_notifications_total')).toBeGreaterThan(notices);
      expect(connections).toBe(1);
    } finally {
      await viewer.close();
    }
    const answer = await app.api.request('/metrics');
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    for (const name of names) expect(answer.text).toMatch(new RegExp(`^${name}[{ ]`, 'm'));
  });

  it('has labels that do not grow with what is pushed', async () => {
    // Node's own metrics have a series for each kind of resource and of garbage collection that was seen.
    const series = async (): Promise<Set<string>> => {
      const lines = (await app.api.request('/metrics')).text
        .split('\n')
        .filter((line) => !line.startsWith('boardcast_nodejs_'));
      return new Set(lines.map((line) => line.replace(/ \S+$/, '')));
    };
    const act = async (index: number): Promise<void> => {
      await app.api.push(`l.${index}`, index);
      await app.api.request(`/api/v1/boards/nowhere-${index}/data`);
    };
    await act(0);
    // A series begins with the first that it counts. This one counts what the server measures by itself, in its own time.
    let before = await series();
    while (!before.has('boardcast_ingested_points_total{via="collector"}')) before = await series();
    for (let index = 1; index <= 20; index += 1) await act(index);
    expect(await series()).toEqual(before);
  });

  it('programs all it can do, as OpenAPI', async () => {
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

  it('programs the parameters of each path, no more and no fewer', async () => {
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

  it('people the same, as a page', async () => {
    const { status, headers, text } = await app.api.request('/api/docs');
    expect([status, headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/html/)]);
    expect(text).toMatch(/swagger/i);
  });
});

describe('what goes wrong is told in problem documents', () => {
  it.each([
    ['an unknown address', 'GET', '/api/v1/nothing', 404],
    ['an unknown page of the API', 'GET', '/api', 404],
    ['an address that only takes GET', 'POST', '/api/v1/config', 404],
    ['a method that nobody has', 'PATCH', '/api/v1/metrics/x', 404],
    ['a malformed address', 'GET', '/api/v1/boards/%E0%A4%A', 400],
    ['a slug that cannot be', 'GET', '/api/v1/boards/No%20Such', 404],
    ['a very long slug', 'GET', `/api/v1/boards/${'x'.repeat(9_000)}`, 404],
    ['a very long slug of data', 'GET', `/api/v1/boards/${'x'.repeat(9_000)}/data`, 404],
    ['headers without end', 'GET', `/${'x'.repeat(20_000)}`, 431],
  ])('%s', async (_what, method, path, status) => {
    expectProblem(await app.api.request(path, { method }), status);
  });

  it.each([
    ['not HTTP', 'hello\r\n\r\n', 400],
    ['no Host', 'GET /api/v1/config HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a body that is no JSON', post('/api/v1/boards', '{"a":'), 400],
    ['a body that is no JSON, as a change', post('/api/v1/changes', 'x'), 400],
    ['prototype pollution', post('/api/v1/boards', '{"__proto__":{"a":1}}'), 400],
  ])('%s, as raw bytes', async (_what, bytes, status) => {
    const answer = await app.api.sendRaw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/^content-type: application\/problem\+json/im);
    expect(answer).toContain(`"status":${status}`);
  });

  it('and nothing of it is a fault of the server', () => {
    expect(app.server.stderr + app.server.stdout).not.toMatch(/"level":(50|60)|ERROR|error/);
    expect(app.server.isRunning).toBe(true);
  });
});

function post(path: string, body: string): string {
  const headers = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  return `POST ${path} HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n${body}`;
}
