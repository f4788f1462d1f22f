import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LiveCoreFixture } from '../../../test/support/dashboard/live-core-fixture.js';
import { boardWithQueries } from '../../../test/support/dashboard/board-with-queries.js';
import { TestSource } from '../../../test/support/dashboard/test-source.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import type { Freshness, Snapshot } from '../../../wire/schemas/snapshot.js';
import type { LoadedFrame } from '../contracts/source.js';
import { runs } from '../../../test/support/jest/property-runs.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('FreshnessTimer', () => {
  let clock: ManualClock;
  let core: LiveCoreFixture;
  /** The time of the newest data and the expected interval, in ms, by the option `of` of the query. */
  let newest: Record<string, number>;
  let expectedIntervals: Record<string, number | undefined>;
  let loads: number;
  let notifications: number[];

  const answer = (of: string): LoadedFrame => {
    loads += 1;
    const at = newest[of] ?? NaN;
    const { [of]: expectEveryMs } = expectedIntervals;
    return {
      fields: [
        { name: 'time', type: 'time', values: [at - 1, at] },
        { name: 'value', type: 'number', values: [0, 1] },
      ],
      updatedAt: at,
      ...(expectEveryMs === undefined ? {} : { expectEveryMs }),
    };
  };

  beforeEach(() => {
    clock = new ManualClock();
    core = new LiveCoreFixture(clock);
    loads = 0;
    notifications = [];
    newest = { a: clock.now(), b: clock.now() };
    expectedIntervals = { a: 10 * SECOND, b: MINUTE };
    core.features.addSource(new TestSource('store', ({ of }) => answer(String(of)), true));
    core.boards.set(
      'one',
      boardWithQueries('one', [
        { source: 'store', of: 'a' },
        { source: 'store', of: 'b' },
      ]),
    );
    core.queue.notifications$.subscribe(({ revision }) => notifications.push(revision));
  });

  const freshness = async (since?: string): Promise<(Freshness | undefined)[]> =>
    Object.values((await core.readSnapshot('one', undefined, since)).panels).map((panel) => panel.freshness);
  const push = async (of: string): Promise<void> => {
    newest[of] = clock.now();
    await core.queue.publish(`topic:${of}`);
    await clock.advanceAsync(50);
  };

  it('is published once each when data turns late and dead, without another load', async () => {
    core.activeBoards.watch('one');
    const { epoch, revision } = await core.readSnapshot('one');
    await clock.advanceAsync(15 * SECOND - 1);
    expect(notifications).toEqual([]);
    await clock.advanceAsync(1);
    expect(notifications).toEqual([revision + 1]);
    const loadsBefore = loads;
    const delta = await core.readSnapshot('one', undefined, `${epoch}.${revision}`);
    expect(delta).toMatchObject({ revision: revision + 1, complete: false });
    expect(delta.panels).toEqual({
      p0: expect.objectContaining({ freshness: 'late', revision: revision + 1, from: newest.a }),
    });
    expect(loads - loadsBefore).toBeLessThanOrEqual(1);
    expect(Date.parse(delta.generatedAt)).toBe(clock.now());

    await clock.advanceAsync(75 * SECOND);
    expect(notifications).toHaveLength(2);
    await clock.advanceAsync(10 * SECOND);
    expect(notifications).toHaveLength(3);
    expect(await freshness(`${epoch}.${revision + 1}`)).toEqual(['dead', 'late']);
    // Clients that watch are notified, however long ago they last read the board.
    await clock.advanceAsync(10 * MINUTE, SECOND);
    expect([notifications.length, await freshness()]).toEqual([4, ['dead', 'dead']]);
  });

  it('is not published if new data arrives in time, and is reverted by late data', async () => {
    core.activeBoards.watch('one');
    await core.readSnapshot('one');
    for (let round = 0; round < 20; round += 1) {
      await clock.advanceAsync(10 * SECOND);
      await push('a');
      await push('b');
      expect(await freshness()).toEqual(['fresh', 'fresh']);
    }
    // The throttle delays the last notification.
    await clock.advanceAsync(SECOND);
    const count = notifications.length;
    await clock.advanceAsync(15 * SECOND);
    expect([notifications.length, await freshness()]).toEqual([count + 1, ['late', 'fresh']]);
    await push('a');
    expect(await freshness()).toEqual(['fresh', 'fresh']);
  });

  it('is not published if newer data is already known but not loaded yet', async () => {
    core.activeBoards.watch('one');
    await core.readSnapshot('one');
    await clock.advanceAsync(10 * SECOND);
    await push('a');
    const count = notifications.length;
    await clock.advanceAsync(20 * SECOND);
    expect(notifications).toHaveLength(count);
  });

  it('is reported as late at the next read if an update changed nothing', async () => {
    core.activeBoards.watch('one');
    const { epoch, revision } = await core.readSnapshot('one');
    await push('a');
    await clock.advanceAsync(16 * SECOND);
    expect(await freshness(`${epoch}.${revision}`)).toEqual(['late']);
    await clock.advanceAsync(2 * SECOND);
    const count = notifications.length;
    await clock.advanceAsync(10 * SECOND);
    expect([notifications.length, await freshness()]).toEqual([count, ['late', 'fresh']]);
  });

  it('publishes once for all data that turns at about the same time', async () => {
    expectedIntervals = { a: 10 * SECOND, b: 10 * SECOND };
    newest.b = clock.now() + 60;
    core.activeBoards.watch('one');
    const { revision } = await core.readSnapshot('one');
    await clock.advanceAsync(15 * SECOND);
    await clock.advanceAsync(2 * SECOND);
    expect(notifications).toEqual([revision + 1, revision + 2]);
  });

  it('is never published without an expected interval', async () => {
    expectedIntervals = {};
    core.activeBoards.watch('one');
    expect(await freshness()).toEqual([undefined, undefined]);
    await clock.advanceAsync(MINUTE);
    expect(notifications).toEqual([]);
  });

  it('loads a result that depends on time again before it is published as late', async () => {
    const source = new TestSource('feed', () => answer('a'), true);
    source.dependsOnTime = () => true;
    core.features.addSource(source);
    core.boards.set('feed', boardWithQueries('feed', [{ source: 'feed' }]));
    core.activeBoards.watch('feed');
    const read = async (): Promise<unknown> => (await core.readSnapshot('feed')).panels.p0?.freshness;
    expect(await read()).toBe('fresh');
    newest.a = clock.now() + 14 * SECOND;
    await clock.advanceAsync(15 * SECOND);
    expect([notifications.length, await read()]).toEqual([1, 'fresh']);
    await clock.advanceAsync(20 * SECOND);
    expect(await read()).toBe('late');
  });

  it('uses one timer for all queries, and none without active boards', async () => {
    core.activeBoards.watch('one');
    await core.readSnapshot('one');
    await clock.advanceAsync(50);
    await core.readSnapshot('one', '6h');
    const ticking = 1;
    expect(clock.pendingTimers).toBe(ticking + 1);
    core.activeBoards.unwatch('one');
    // The board stays active for this long. Some data has not turned late yet.
    await clock.advanceAsync(170 * SECOND, SECOND);
    expect(clock.pendingTimers).toBe(0);
    expect([...core.index.queries]).toEqual([]);
    const count = notifications.length;
    await clock.advanceAsync(10 * MINUTE, SECOND);
    expect(notifications).toHaveLength(count);
  });

  it.each([-60, 60])('continues after the clock was set by %s minutes', async (minutes) => {
    core.activeBoards.watch('one');
    await core.readSnapshot('one');
    await clock.advanceAsync(15 * SECOND);
    expect(notifications).toHaveLength(1);
    clock.adjust(minutes * MINUTE);
    await push('a');
    await push('b');
    const reading = freshness();
    await clock.advanceAsync(SECOND);
    expect(await reading).toEqual(['fresh', 'fresh']);
    const count = notifications.length;
    await clock.advanceAsync(15 * SECOND);
    expect([notifications.length, await freshness()]).toEqual([count + 1, ['late', 'fresh']]);
  });

  it('detects within a minute that the clock was set forward', async () => {
    core.activeBoards.watch('one');
    expectedIntervals.a = expectedIntervals.b = 60 * MINUTE;
    await core.readSnapshot('one');
    clock.adjust(600 * MINUTE);
    await clock.advanceAsync(MINUTE, SECOND);
    expect([notifications.length, await freshness()]).toEqual([1, ['dead', 'dead']]);
  });

  it('refreshes results that depend on time after the clock was set back', async () => {
    const source = new TestSource('feed', () => answer('a'), true);
    source.dependsOnTime = () => true;
    core.features.addSource(source);
    core.boards.set('feed', boardWithQueries('feed', [{ source: 'feed' }]));
    core.activeBoards.watch('feed');
    await core.readSnapshot('feed');
    clock.adjust(-60 * MINUTE);
    newest.a = clock.now() + MINUTE;
    await clock.advanceAsync(20 * SECOND);
    expect((await core.readSnapshot('feed')).panels.p0?.updatedAt).toBe(new Date(newest.a).toISOString());
  });

  it('leaves every client with the current freshness, in any order of events', async () => {
    const step = fc.record({
      of: fc.constantFrom('a', 'b'),
      wait: fc.integer({ min: 0, max: 40 * SECOND }),
      reads: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        clock = new ManualClock();
        core = new LiveCoreFixture(clock);
        newest = { a: clock.now(), b: clock.now() };
        core.features.addSource(new TestSource('store', ({ of }) => answer(String(of)), true));
        core.boards.set(
          'one',
          boardWithQueries(
            'one',
            ['a', 'b'].map((of) => ({ source: 'store', of })),
          ),
        );
        core.activeBoards.watch('one');
        const shown = new Map<string, Freshness | undefined>();
        let position: string | undefined;
        let behind = false;
        const merge = ({ epoch, revision, panels }: Snapshot): void => {
          position = `${epoch}.${revision}`;
          for (const [id, panel] of Object.entries(panels)) shown.set(id, panel.freshness);
        };
        const catchUp = async (): Promise<void> => {
          if (!behind) return;
          behind = false;
          merge(await core.readSnapshot('one', undefined, position));
        };
        merge(await core.readSnapshot('one'));
        core.queue.notifications$.subscribe(() => (behind = true));
        for (const { of, wait, reads } of steps) {
          await clock.advanceAsync(wait, 500);
          if (reads) await catchUp();
          await push(of);
        }
        // The throttle may delay a notification for this long. Nothing else becomes due in the meantime.
        await clock.advanceAsync(1_100);
        await catchUp();
        await settle();
        const now = clock.now();
        ['a', 'b'].forEach((of, index) => {
          const age = now - (newest[of] ?? NaN);
          const expectedInterval = expectedIntervals[of] ?? NaN;
          const sinceTurn = Math.min(Math.abs(age - 1.5 * expectedInterval), Math.abs(age - 10 * expectedInterval));
          // The throttle may still delay the notification.
          if (sinceTurn < 1_200) return;
          expect(shown.get(`p${index}`)).toBe(
            age >= 10 * expectedInterval ? 'dead' : age >= 1.5 * expectedInterval ? 'late' : 'fresh',
          );
        });
      }),
      runs(60),
    );
  });
});
