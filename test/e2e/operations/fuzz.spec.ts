import { afterEach, describe, expect, it } from '@jest/globals';
import { useServer } from '../../support/server/use-server.js';
import { sendRequests } from '../../support/fuzz/api-requests.js';
import { sendHandshakes } from '../../support/fuzz/handshakes.js';
import { sendMessages } from '../../support/fuzz/socket-messages.js';

const app = useServer();

// `npm run fuzz` sends much more, and checks response times and memory.
describe('a server that receives random data', () => {
  afterEach(async () => {
    expect(app.server.isRunning).toBe(true);
    expect((await app.api.request('/health/live')).status).toBe(200);
    expect(app.server.stderr).not.toContain('The server stops');
  });

  it('responds to requests generated from its OpenAPI document without an internal error', async () => {
    const { sent, failures } = await sendRequests({ base: app.server.base, seed: 1, count: 1_000 });
    expect([sent, failures]).toEqual([1_000, []]);
  });

  it('survives valid and invalid messages over many connections', async () => {
    const { sent, failures } = await sendMessages({ base: app.server.base, seed: 1, count: 2_000 });
    expect([sent, failures]).toEqual([2_000, []]);
  });

  it('survives malformed handshakes and resets, and responds in HTTP', async () => {
    const { sent, failures } = await sendHandshakes({ base: app.server.base, seed: 1, count: 640 });
    expect([sent, failures]).toEqual([640, []]);
  });
});
