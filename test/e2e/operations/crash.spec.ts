import { describe, expect, it, jest } from '@jest/globals';
import { ApiClient } from '../../support/server/api-client.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(10 * TEST_TIMEOUT_MS);

const ROUNDS = 5;
const PUSHERS = 6;

/** Answers after which the server is killed; the others are on their way then. */
const KILLED_AFTER = 200;

describe('SIGKILL while values are pushed', () => {
  it('loses nothing that was acknowledged', async () => {
    const server = await ServerProcess.start();
    try {
      const acknowledged = new Map<string, number>();
      for (let round = 0; round < ROUNDS; round++) {
        await pushUntilKilled(server, acknowledged, round);
        await server.restart();
        const found = new Map((await new ApiClient(server.base).listMetrics()).map(({ key, value }) => [key, value]));
        const lost = [...acknowledged].filter(([key, value]) => found.get(key) !== value);
        expect(lost).toEqual([]);
      }
      expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * KILLED_AFTER);
    } finally {
      await server.dispose();
    }
  });
});

/** Every value has a key of its own, so that none hides another; every third request is a batch. */
async function pushUntilKilled(server: ServerProcess, acknowledged: Map<string, number>, round: number): Promise<void> {
  const api = new ApiClient(server.base);
  let answers = 0;
  const pusher = async (pusher: number): Promise<void> => {
    for (let n = 0; server.isRunning; n++) {
      const keys = Array.from({ length: n % 3 === 0 ? 4 : 1 }, (_, i) => `crash.${round}.${pusher}.${n}.${i}`);
      const items = keys.map((key, i) => ({ key, value: n + i / 10 }));
      const [only] = items;
      const sent = items.length > 1 ? api.pushBatch(items) : api.push(only?.key ?? '', only?.value ?? 0);
      const answered = await sent.then(
        () => true,
        (error: unknown) => {
          // What was not answered may be there or not. But an answer that says no is no part of this.
          if (/^Error: \d{3} /.test(String(error))) throw error;
          return false;
        },
      );
      if (!answered) return;
      for (const { key, value } of items) acknowledged.set(key, value);
      answers += 1;
      if (answers === KILLED_AFTER) server.signal('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: PUSHERS }, (_, index) => pusher(index)));
  expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
}
