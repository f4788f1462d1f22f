import { beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { LiveCoreFixture } from '../../../test/support/dashboard/live-core-fixture.js';
import { boardWithQueries } from '../../../test/support/dashboard/board-with-queries.js';
import { TestSource } from '../../../test/support/dashboard/test-source.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import type { Snapshot } from '../../../wire/schemas/snapshot.js';
import type { LoadedFrame } from '../contracts/source.js';

/** The memory of cached frames is limited to eight times as many bytes. */
const MAX_BYTES = 10_000;

const SECOND = 1_000;
const START = Date.UTC(2026, 0, 1);

describe('a frame dropped from memory', () => {
  let clock: ManualClock;
  let core: LiveCoreFixture;
  let source: TestSource;
  /** The values in the frame, the size of its filling column in bytes, and the duration of its load in ms. */
  let labels: string[];
  let bytes: number;
  let freshness: Pick<LoadedFrame, 'updatedAt' | 'expectEveryMs'>;
  let delayMs: number;
  let loads: number;
  let notified: number;

  const filled = (values: string[], size: number): LoadedFrame => ({
    fields: [
      { name: 'time', type: 'time', values: values.map((_, index) => START + index) },
      { name: 'text', type: 'string', values },
      { name: 'filling', type: 'string', values: values.map((_, index) => (index ? '' : '.'.repeat(size))) },
    ],
  });

  beforeEach(() => {
    clock = new ManualClock(START + 60 * SECOND);
    core = new LiveCoreFixture(clock, { maxSnapshotBytes: MAX_BYTES });
    labels = ['a', 'b', 'c'];
    bytes = 9_000;
    freshness = {};
    loads = notified = delayMs = 0;
    source = addSource('large', true);
    core.features.addSource(new TestSource('others', () => filled(['x'], 8_500), true));
    core.boards.set('large', boardWithQueries('large', [{ source: 'large', of: 'it' }]));
    for (let index = 0; index < 9; index += 1) {
      core.boards.set(`other${index}`, boardWithQueries(`other${index}`, [{ source: 'others', of: index }]));
    }
    core.queue.notifications$.subscribe(({ board }) => (notified += board.startsWith('other') ? 0 : 1));
  });

  const addSource = (name: string, isLocal: boolean): TestSource => {
    const load = async (): Promise<LoadedFrame> => {
      loads += 1;
      const frame = { ...filled(labels, bytes), ...freshness };
      if (delayMs > 0) await firstValueFrom(clock.wait(delayMs));
      return frame;
    };
    const added = new TestSource(name, load, isLocal);
    core.features.addSource(added);
    return added;
  };
  /** Loads more frames than fit into memory with the frame, so the frame is dropped as the largest. */
  const readOthers = async (): Promise<void> => {
    for (let index = 0; index < 9; index += 1) await core.readSnapshot(`other${index}`);
  };
  const read = (since?: Snapshot, board = 'large'): Promise<Snapshot> =>
    core.readSnapshot(board, undefined, since && `${since.epoch}.${since.revision}`);
  const shown = ({ panels }: Snapshot): unknown => panels.p0?.frame?.fields[1]?.values;
  const wait = (ms: number): Promise<void> => clock.advanceAsync(ms, 100);

  /** Reads like a client: once, and after each notification with a delay of `afterMs`. Returns the newest snapshot that it has. */
  const follow = (board: string, afterMs = 0): (() => Snapshot | undefined) => {
    let latest: Snapshot | undefined;
    const refresh = async (): Promise<void> => {
      if (afterMs > 0) await firstValueFrom(clock.wait(afterMs));
      const answer = await read(latest, board);
      latest = answer.complete || !latest ? answer : { ...answer, panels: { ...latest.panels, ...answer.panels } };
    };
    core.activeBoards.watch(board);
    void refresh();
    core.queue.notifications$.subscribe((notification) => {
      if (notification.board === board) void refresh();
    });
    return () => latest;
  };

  it('is loaded again while its board is watched, so that viewers receive time-based changes', async () => {
    source.dependsOnTime = () => true;
    core.activeBoards.watch('large');
    const latest = await read();
    await readOthers();
    labels = ['a', 'b', 'd'];
    await wait(60 * SECOND);
    expect(notified).toBeGreaterThan(0);
    const delta = await read(latest);
    expect(delta.complete).toBe(false);
    expect(shown(delta)).toEqual(['a', 'b', 'd']);
  });

  it('is loaded again for viewers that requested nothing for minutes', async () => {
    source.dependsOnTime = () => true;
    core.activeBoards.watch('large');
    await read();
    await wait(4 * 60 * SECOND);
    expect(notified).toBe(0);
    labels = ['a', 'b', 'd'];
    await wait(60 * SECOND);
    expect(notified).toBeGreaterThan(0);
    expect(shown(await read())).toEqual(['a', 'b', 'd']);
  });

  it('is not loaded again without viewers', async () => {
    source.dependsOnTime = () => true;
    await read();
    await readOthers();
    await wait(140 * SECOND);
    expect([loads, notified]).toEqual([1, 0]);
  });

  it.each([true, false])('turns late and then dead for viewers (depends on time: %s)', async (dependsOnTime) => {
    source.dependsOnTime = () => dependsOnTime;
    freshness = { updatedAt: clock.now(), expectEveryMs: 6 * SECOND };
    const latest = follow('large');
    await settle();
    await readOthers();
    const { freshness: before } = latest()?.panels.p0 ?? {};
    await wait(11 * SECOND);
    const { freshness: then } = latest()?.panels.p0 ?? {};
    await readOthers();
    await wait(60 * SECOND);
    expect([before, then, latest()?.panels.p0?.freshness]).toEqual(['fresh', 'late', 'dead']);
  });

  it('turns late for its viewers even while a newer frame is being loaded', async () => {
    freshness = { updatedAt: clock.now(), expectEveryMs: 6 * SECOND };
    core.activeBoards.watch('large');
    await read();
    await readOthers();
    [freshness, delayMs] = [{}, 300];
    await wait(8_900);
    const reading = read();
    await settle();
    await wait(SECOND);
    await reading;
    expect(notified).toBe(1);
  });

  it('is not loaded again when it turns late if viewers were already notified of newer data', async () => {
    freshness = { updatedAt: clock.now(), expectEveryMs: 6 * SECOND };
    core.activeBoards.watch('large');
    await read();
    await readOthers();
    await core.queue.publish('topic:it');
    await wait(20 * SECOND);
    expect([loads, notified]).toEqual([1, 1]);
  });

  it('is not loaded repeatedly after a newer frame turned late', async () => {
    core.activeBoards.watch('large');
    await read();
    await readOthers();
    await wait(5 * SECOND);
    freshness = { updatedAt: clock.now(), expectEveryMs: 6 * SECOND };
    bytes = 8_000;
    await read();
    await wait(11 * SECOND);
    expect([loads, notified]).toEqual([2, 1]);
  });

  it('is replaced by the whole frame for viewers that may have other rows', async () => {
    const latest = await read();
    await readOthers();
    [labels, bytes] = [['A', 'b', 'c'], 8_000];
    clock.advance(SECOND);
    // It is too soon to notify all clients again.
    expect(shown(await read())).toEqual(labels);
    expect(core.bus.position.revision).toBe(latest.revision);
    labels = ['A', 'b', 'c', 'd'];
    await core.queue.publish('topic:it');
    clock.advance(SECOND);
    const delta = await read(latest);
    expect(delta.complete).toBe(false);
    expect(shown(delta)).toEqual(labels);
    labels = ['A', 'b', 'c', 'd', 'e'];
    await core.queue.publish('topic:it');
    clock.advance(SECOND);
    expect(shown(await read(delta))).toEqual(['e']);
  });

  it('is remembered while a newer frame stays unchanged', async () => {
    source.dependsOnTime = () => true;
    core.activeBoards.watch('large');
    await read();
    await readOthers();
    await wait(30 * SECOND);
    bytes = 8_000;
    await read();
    expect(notified).toBe(0);
    await wait(20 * SECOND);
    expect(notified).toBe(1);
    await wait(60 * SECOND);
    expect(notified).toBe(1);
  });

  it('is replaced for its viewers once another reader loads it again', async () => {
    const latest = await read();
    await readOthers();
    labels = ['A', 'b', 'c'];
    clock.advance(61 * SECOND);
    expect(shown(await read())).toEqual(['A', 'b', 'c']);
    clock.advance(SECOND);
    const delta = await read(latest);
    expect(shown(delta)).toEqual(['A', 'b', 'c']);
    expect(delta.revision).toBeGreaterThan(latest.revision);
  });

  it('still counts toward the snapshot size limit', async () => {
    core.boards.set(
      'two',
      boardWithQueries('two', [
        { source: 'large', of: 'it' },
        { source: 'others', of: 'second' },
      ]),
    );
    const latest = await core.readSnapshot('two');
    expect(Object.values(latest.panels).map(({ error }) => error !== undefined)).toEqual([false, true]);
    await readOthers();
    await core.queue.publish('topic:second');
    clock.advance(SECOND);
    const delta = await core.readSnapshot('two', undefined, `${latest.epoch}.${latest.revision}`);
    expect(Object.keys(delta.panels)).toEqual(['p1']);
    expect(delta.panels.p1).toHaveProperty('error');
  });

  it('is published later to a viewer whose request timed out before it was loaded', async () => {
    addSource('slow', false);
    core.boards.set('slow', boardWithQueries('slow', [{ source: 'slow', of: 'it' }]));
    delayMs = 600;
    core.activeBoards.watch('slow');
    for (let turn = 1; turn <= 2; turn += 1) {
      const reading = read(undefined, 'slow');
      await wait(2 * SECOND);
      expect((await reading).panels.p0).toMatchObject({ pending: true });
      expect([loads, notified]).toEqual([turn, 1]);
      await readOthers();
    }
    await wait(60 * SECOND);
    expect(notified).toBe(2);
  });

  it.each([
    ['a local source', true, 0],
    ['a slow source', false, 600],
  ])('is not loaded in a loop when watched frames of %s exceed the memory limit', async (_what, isLocal, loadMs) => {
    delayMs = loadMs;
    const many = new TestSource(
      'many',
      async ({ of }) => {
        loads += 1;
        if (delayMs > 0) await firstValueFrom(clock.wait(delayMs));
        return filled([String(loads)], 7_000 + 100 * Number(of));
      },
      isLocal,
    );
    many.dependsOnTime = () => true;
    core.features.addSource(many);
    for (let index = 0; index < 20; index += 1) {
      // Each query is on two boards. The second board is read when the frame that was loaded for the first one may have been dropped.
      for (const [position, board] of [`first${index}`, `second${index}`].entries()) {
        core.boards.set(board, boardWithQueries(board, [{ source: 'many', of: index }]));
        follow(board, position * 1_500);
      }
    }
    await wait(120 * SECOND);
    // Every 36 s (1 % of an hour), each query is loaded again for the refresh and for the readers of both boards.
    expect(loads).toBeLessThan(20 * 4 * 3);
    expect(loads).toBeGreaterThan(20 * 3);
  });
});
