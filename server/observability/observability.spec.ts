import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProbeApp } from '../../test/support/server/probe-app.js';
import { expectProblemResponse } from '../../test/support/server/expect-problem.js';
import { DatabaseHealth } from '../database/database-health.js';

let probe: ProbeApp;
beforeAll(async () => {
  probe = await ProbeApp.start('nothing is built here');
});
afterAll(async () => {
  await probe.close();
});

describe('observability', () => {
  it('answers /health whatever the request policy says', async () => {
    const rejectedRequest = { headers: { host: 'evil.example', 'x-forwarded-for': '1.2.3.4' } };
    expect(await (await probe.request('/health/live', rejectedRequest)).json()).toEqual({ status: 'live' });
    expect(await (await probe.request('/health/ready', rejectedRequest)).json()).toEqual({ status: 'ready' });
  });

  it('answers /health/ready with the reason if the server is not ready', async () => {
    const health = probe.app.get(DatabaseHealth, { strict: false });
    health.writeFailed('The disk is full.');
    await expectProblemResponse(await probe.request('/health/ready'), 503, /^The disk is full\.$/);
    expect((await probe.request('/health/live')).status).toBe(200);
    health.writeSucceeded();
    expect((await probe.request('/health/ready')).status).toBe(200);
  });

  it('returns metrics in the text format of Prometheus', async () => {
    const response = await probe.request('/metrics');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = (await response.text()).split('\n');
    for (const line of lines)
      expect(line).toMatch(/^$|^# (HELP|TYPE) boardcast_\w+ |^boardcast_\w+(\{[^}]*\})? -?[\d.e+-]+$/);
    expect(lines.some((line) => /^boardcast_body_memory_bytes \d+$/.test(line))).toBe(true);
  });

  it('returns the settings that clients need', async () => {
    expect(await (await probe.request('/api/v1/config')).json()).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown,
      protocol: 1,
      access: 'local',
      cacheTtlMs: 10_000,
      notifyIntervalMs: 1_000,
      pollIntervalMs: 60_000,
      reconnectDelayMs: 3_000,
      timeZone: 'UTC',
      embedOrigins: [],
    });
  });
});

describe('the API documentation', () => {
  it('is an OpenAPI document of every route', async () => {
    const document = (await (await probe.request('/api/openapi.json')).json()) as {
      openapi: string;
      info: { description: string };
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(document.info.description).toContain('/ws/dashboard');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/config', '/health/live', '/health/ready', '/metrics', '/api/v1/probe/order']),
    );
    for (const operations of Object.values(document.paths)) {
      for (const operation of Object.values(operations))
        expect(operation.responses).toHaveProperty(['default', 'content', 'application/problem+json']);
    }
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
    for (const [, name] of references) expect(document).toHaveProperty(['components', 'schemas', name ?? '']);
  });

  it.each(['/api/docs', '/api/docs/'])('is shown at %s without files of other origins', async (path) => {
    const page = await (await probe.request(path)).text();
    const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(3);
    expect(page).not.toMatch(/<script(?![^>]* src=)/);
    for (const link of links) {
      const url = new URL(link, `http://127.0.0.1:${probe.port}/api/docs/`);
      expect(url.host).toBe(`127.0.0.1:${probe.port}`);
      expect((await probe.request(url.pathname)).status).toBe(200);
    }
  });

  it.each(['/api/docs/package.json', '/api/docs/swagger-ui-bundle.js.map', '/api/docs/..%2fpackage.json'])(
    'does not serve %s',
    async (path) => {
      expect([400, 403, 404]).toContain((await probe.request(path)).status);
    },
  );
});
