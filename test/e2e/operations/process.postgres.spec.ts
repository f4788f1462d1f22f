import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { ApiClient } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { TcpProxy } from '../../support/server/tcp-proxy.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { createDatabase } from '../../support/database/test-database.js';

describe('a server on PostgreSQL', () => {
  let wire: TcpProxy;
  let server: ServerProcess;
  let api: ApiClient;
  beforeAll(async () => {
    wire = await TcpProxy.start(await createDatabase());
    server = await ServerProcess.start({ env: { DATABASE_URL: wire.url } });
    api = new ApiClient(server.base);
  });
  afterAll(async () => {
    await server.dispose();
    await wire.close();
  });

  const ready = async (): Promise<number> => (await api.request('/health/ready')).status;

  it('has the database to itself: a second one ends in words, without a password', async () => {
    const { code, stdout, stderr } = await ServerProcess.runUntilExit({ env: { DATABASE_URL: wire.url } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot start.*Another Boardcast is running on the database of DATABASE_URL/);
    expect(stdout + stderr).not.toContain(new URL(wire.url).password);
  });

  it('says that it is not ready while PostgreSQL is away, and goes on by itself', async () => {
    await api.push('outage', 1);
    wire.disconnect();
    const refused = await api.post('/api/v1/metrics/outage', '2');
    expectProblem(refused, 503, /PostgreSQL cannot be reached/);
    expectProblem(await api.request('/health/ready'), 503, /PostgreSQL cannot be reached/);
    expect((await api.request('/health/live')).status).toBe(200);
    wire.restore();
    while ((await ready()) !== 200) await setTimeout(50);
    await api.push('outage', 3);
    expect((await api.listMetrics()).find(({ key }) => key === 'outage')?.value).toBe(3);
    expect(server.stdout + server.stderr).not.toContain(new URL(wire.url).password);
  });

  it('stops politely, and leaves the database to the next at once', async () => {
    await api.push('kept', 7);
    expect(await server.stop()).toMatchObject({ code: 0 });
    await server.restart();
    expect((await api.listMetrics()).find(({ key }) => key === 'kept')?.value).toBe(7);
  });
});
