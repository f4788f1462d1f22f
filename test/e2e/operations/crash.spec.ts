import { describe, expect, it, jest } from '@jest/globals';
import { ApiClient } from '../../support/server/api-client.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(10 * TEST_TIMEOUT_MS);

const ROUNDS = 5;
const CONCURRENT_CLIENTS = 6;

/** The server is killed after so many responses, while other requests are in progress. */
const KILL_AFTER = 200;

describe('a server that is killed while it receives values', () => {
  it('has stored every acknowledged value', async () => {
    const server = await ServerProcess.start();
    try {
      const acknowledged = new Map<string, number>();
      for (let round = 0; round < ROUNDS; round++) {
        await pushUntilKilled(server, acknowledged, round);
        await server.restart();
        const stored = new Map((await new ApiClient(server.base).listMetrics()).map(({ key, value }) => [key, value]));
        const lost = [...acknowledged].filter(([key, value]) => stored.get(key) !== value);
        expect(lost).toEqual([]);
      }
      expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * KILL_AFTER);
    } finally {
      await server.dispose();
    }
  });
});

/** Pushes values with unique keys, every third time as a batch, until the server is killed. Adds the acknowledged values to `acknowledged`. */
async function pushUntilKilled(server: ServerProcess, acknowledged: Map<string, number>, round: number): Promise<void> {
  const api = new ApiClient(server.base);
  let acknowledgedRequests = 0;
  const push = async (client: number): Promise<void> => {
    for (let n = 0; server.isRunning; n++) {
      const keys = Array.from({ length: n % 3 === 0 ? 4 : 1 }, (_, i) => `crash.${round}.${client}.${n}.${i}`);
      const items = keys.map((key, i) => ({ key, value: n + i / 10 }));
      const [only] = items;
      const request = items.length > 1 ? api.pushBatch(items) : api.push(only?.key ?? '', only?.value ?? 0);
      const isAcknowledged = await request.then(
        () => true,
        (error: unknown) => {
          // Without a response, the values may be stored or not. But the server must not reject a request.
          if (/^Error: \d{3} /.test(String(error))) throw error;
          return false;
        },
      );
      if (!isAcknowledged) return;
      for (const { key, value } of items) acknowledged.set(key, value);
      acknowledgedRequests += 1;
      if (acknowledgedRequests === KILL_AFTER) server.signal('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_CLIENTS }, (_, index) => push(index)));
  expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
}
