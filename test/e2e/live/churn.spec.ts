import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { lastValue } from '../../support/server/frame-values.js';
import { ManualClock, settle } from '../../support/server/manual-clock.js';
import { RunningApp } from '../../support/server/running-app.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const VIEWERS = 200;
const BOARDS = ['a', 'b', 'c', 'inbox', 'this-server'];

describe('viewers that come and go', () => {
  const clock = new ManualClock(Date.now());
  let running: RunningApp;

  beforeAll(async () => {
    running = await RunningApp.start({ clock });
    for (const slug of ['a', 'b', 'c']) await running.api.createBoard(slug, [`m.${slug}`, 'm.shared']);
  });
  afterAll(async () => {
    await running.close();
  });

  const gauge = (name: string): Promise<number> => running.api.serverMetric(`boardcast_${name}`);

  it('leave nothing behind', async () => {
    const idle = clock.pendingTimers;
    for (let round = 0; round < 4; round++) {
      const viewers = await running.advanceUntil(
        Promise.all(
          Array.from({ length: VIEWERS / 4 }, async (_, index) => {
            const viewer = await TestSocket.open(running.base);
            const board = BOARDS[index % BOARDS.length] as string;
            await viewer.subscribe(board);
            await running.api.snapshot(board, index % 2 ? '?range=6h' : '');
            return viewer;
          }),
        ),
      );
      expect(await gauge('connections')).toBe(VIEWERS / 4);
      expect(await gauge('active_boards')).toBe(BOARDS.length);
      expect(await gauge('live_queries')).toBeGreaterThan(0);
      await running.advanceUntil(running.api.push('m.shared', round));
      // Some say goodbye, some vanish, some while they are being told of a change.
      viewers.forEach(({ socket }, index) => {
        if (index % 2) socket.close();
        else socket.terminate();
      });
      await Promise.all(viewers.map(({ closed }) => closed));
    }
    while ((await gauge('connections')) > 0) await settle();

    await clock.advanceAsync(140_000, 1_000);
    expect(await gauge('active_boards')).toBe(BOARDS.length);
    await clock.advanceAsync(40_000, 1_000);
    expect(await gauge('active_boards')).toBe(0);
    expect(await gauge('live_queries')).toBe(0);
    expect(await gauge('notifications_pending')).toBe(0);
    expect(clock.pendingTimers).toBeLessThanOrEqual(idle);
  });

  it('that stay keep their board alive', async () => {
    const viewer = await TestSocket.open(running.base);
    await viewer.subscribe('a');
    for (let second = 0; second < 200; second++) {
      clock.advance(1_000);
      await settle();
      await viewer.roundTrip();
    }
    expect(await gauge('active_boards')).toBe(1);
    await viewer.close();
  });

  it('cost nothing per head: a change is loaded once', async () => {
    const viewers = await Promise.all(Array.from({ length: 40 }, () => TestSocket.open(running.base)));
    await Promise.all(viewers.map((viewer) => viewer.subscribe('a')));
    await running.advanceUntil(running.api.snapshot('a'));
    const loads = await gauge('source_loads_total');
    // The throttle is open again, and the next load need not wait for its turn.
    clock.advance(2_000);
    await running.api.push('m.a', 1);
    await Promise.all(viewers.map((viewer) => viewer.next('changed')));
    const answers = await Promise.all(viewers.map(() => running.api.snapshot('a')));
    for (const { panels } of answers) expect(lastValue(panels.p0?.frame)).toBe(1);
    expect(await gauge('source_loads_total')).toBe(loads + 1);
    await Promise.all(viewers.map((viewer) => viewer.close()));
  });
});
