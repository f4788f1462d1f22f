import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { ApiClient } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { TcpProxy } from '../../support/server/tcp-proxy.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { createDatabase } from '../../support/database/test-database.js';

describe('a server on PostgreSQL', () => {
  let proxy: TcpProxy;
  let server: ServerProcess;
  let api: ApiClient;
  beforeAll(async () => {
    proxy = await TcpProxy.start(await createDatabase());
    server = await ServerProcess.start({ env: { DATABASE_URL: proxy.url } });
    api = new ApiClient(server.base);
  });
  afterAll(async () => {
    await server.dispose();
    await proxy.close();
  });

  const readyStatus = async (): Promise<number> => (await api.request('/health/ready')).status;

  it('prevents a second server on the same database from starting, and logs no password', async () => {
    const { code, stdout, stderr } = await ServerProcess.runUntilExit({ env: { DATABASE_URL: proxy.url } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot start.*Another Boardcast is running on the database of DATABASE_URL/);
    expect(stdout + stderr).not.toContain(new URL(proxy.url).password);
  });

  it('is not ready while PostgreSQL is unreachable, and recovers by itself', async () => {
    await api.push('outage', 1);
    proxy.disconnect();
    const response = await api.post('/api/v1/metrics/outage', '2');
    expectProblem(response, 503, /PostgreSQL cannot be reached/);
    expectProblem(await api.request('/health/ready'), 503, /PostgreSQL cannot be reached/);
    expect((await api.request('/health/live')).status).toBe(200);
    proxy.restore();
    while ((await readyStatus()) !== 200) await setTimeout(50);
    await api.push('outage', 3);
    expect((await api.listMetrics()).find(({ key }) => key === 'outage')?.value).toBe(3);
    expect(server.stdout + server.stderr).not.toContain(new URL(proxy.url).password);
  });

  it('releases the database when it stops, so that the next server can start at once', async () => {
    await api.push('kept', 7);
    expect(await server.stop()).toMatchObject({ code: 0 });
    await server.restart();
    expect((await api.listMetrics()).find(({ key }) => key === 'kept')?.value).toBe(7);
  });
});
