import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { lastValue } from '../../support/server/frame-values.js';
import { ManualClock, settle } from '../../support/server/manual-clock.js';
import { RunningApp } from '../../support/server/running-app.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const CLIENTS = 200;
const BOARDS = ['a', 'b', 'c', 'inbox', 'this-server'];

describe('clients that come and go', () => {
  const clock = new ManualClock(Date.now());
  let running: RunningApp;

  beforeAll(async () => {
    running = await RunningApp.start({ clock });
    for (const slug of ['a', 'b', 'c']) await running.api.createBoard(slug, [`m.${slug}`, 'm.shared']);
  });
  afterAll(async () => {
    await running.close();
  });

  const serverMetric = (name: string): Promise<number> => running.api.serverMetric(`boardcast_${name}`);

  it('leave no connections, boards, queries or timers behind', async () => {
    const idle = clock.pendingTimers;
    for (let round = 0; round < 4; round++) {
      const clients = await running.advanceUntil(
        Promise.all(
          Array.from({ length: CLIENTS / 4 }, async (_, index) => {
            const client = await TestSocket.open(running.base);
            const board = BOARDS[index % BOARDS.length] as string;
            await client.subscribe(board);
            await running.api.snapshot(board, index % 2 ? '?range=6h' : '');
            return client;
          }),
        ),
      );
      expect(await serverMetric('connections')).toBe(CLIENTS / 4);
      expect(await serverMetric('active_boards')).toBe(BOARDS.length);
      expect(await serverMetric('live_queries')).toBeGreaterThan(0);
      await running.advanceUntil(running.api.push('m.shared', round));
      // Half of them close the connection, half break it, while notifications are being sent.
      clients.forEach(({ socket }, index) => {
        if (index % 2) socket.close();
        else socket.terminate();
      });
      await Promise.all(clients.map(({ closed }) => closed));
    }
    while ((await serverMetric('connections')) > 0) await settle();

    await clock.advanceAsync(140_000, 1_000);
    expect(await serverMetric('active_boards')).toBe(BOARDS.length);
    await clock.advanceAsync(40_000, 1_000);
    expect(await serverMetric('active_boards')).toBe(0);
    expect(await serverMetric('live_queries')).toBe(0);
    expect(await serverMetric('notifications_pending')).toBe(0);
    expect(clock.pendingTimers).toBeLessThanOrEqual(idle);
  });

  it('keep their board active while they stay connected', async () => {
    const client = await TestSocket.open(running.base);
    await client.subscribe('a');
    for (let second = 0; second < 200; second++) {
      clock.advance(1_000);
      await settle();
      await client.roundTrip();
    }
    expect(await serverMetric('active_boards')).toBe(1);
    await client.close();
  });

  it('share one load per change', async () => {
    const clients = await Promise.all(Array.from({ length: 40 }, () => TestSocket.open(running.base)));
    await Promise.all(clients.map((client) => client.subscribe('a')));
    await running.advanceUntil(running.api.snapshot('a'));
    const loads = await serverMetric('source_loads_total');
    // The throttle interval is over, so that the next load does not wait.
    clock.advance(2_000);
    await running.api.push('m.a', 1);
    await Promise.all(clients.map((client) => client.next('changed')));
    const snapshots = await Promise.all(clients.map(() => running.api.snapshot('a')));
    for (const { panels } of snapshots) expect(lastValue(panels.p0?.frame)).toBe(1);
    expect(await serverMetric('source_loads_total')).toBe(loads + 1);
    await Promise.all(clients.map((client) => client.close()));
  });
});
