import { beforeEach, describe, expect, it } from '@jest/globals';
import { LiveCoreFixture } from '../../../test/support/dashboard/live-core-fixture.js';
import { boardWithQueries } from '../../../test/support/dashboard/board-with-queries.js';
import { numberFrame, TestSource } from '../../../test/support/dashboard/test-source.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import type { Range, TimeRange, TimeWindow } from '../../../wire/range.js';
import type { LoadContext, LoadedFrame } from '../contracts/source.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** More fixed time ranges than are cached for one query. */
const MANY = 20;

describe('snapshots of fixed time ranges', () => {
  let clock: ManualClock;
  let core: LiveCoreFixture;
  let start: number;
  /** The contexts of all loads of the source `store`. */
  let contexts: LoadContext[];
  let value: number;
  /** Resolve the pending loads of the slow source. */
  let pending: ((frame: LoadedFrame) => void)[];

  beforeEach(() => {
    clock = new ManualClock();
    core = new LiveCoreFixture(clock);
    start = clock.now();
    contexts = [];
    pending = [];
    value = 1;
    const answer = (_: unknown, context: LoadContext): LoadedFrame => {
      contexts.push(context);
      return { ...numberFrame(value), expectEveryMs: 1_000 };
    };
    core.features.addSource(new TestSource('store', answer, true));
    core.features.addSource(new TestSource('slow', () => new Promise((resolve) => pending.push(resolve)), true));
    core.boards.set('one', boardWithQueries('one', [{ source: 'store', of: 'it' }]));
  });

  const windowOf = (index: number): TimeWindow => ({
    from: start - (index + 1) * HOUR,
    to: start - index * HOUR,
  });
  const read = async (range: TimeRange, since?: string): ReturnType<typeof core.readSnapshot> => {
    // There is a minimum time between loads of one query.
    const reading = core.readSnapshot('one', range, since);
    await settle();
    clock.advance(50);
    return reading;
  };
  const valueIn = async (range: TimeRange): Promise<unknown> =>
    (await read(range)).panels.p0?.frame?.fields[0]?.values[0];

  /** Returns how many of the fixed time ranges that were read last are cached. */
  const cachedCountFor = (readCount: number): number => {
    const [query] = core.index.queries;
    for (let cachedCount = 0; cachedCount < readCount; cachedCount++) {
      if (query?.loader(windowOf(readCount - 1 - cachedCount)).read() instanceof Promise) return cachedCount;
    }
    return readCount;
  };

  it('contain both ends instead of a live range, and pass them to sources', async () => {
    const { from, to } = windowOf(1);
    const snapshot = await read({ from, to });
    expect(snapshot).toMatchObject({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
    expect(snapshot).not.toHaveProperty('range');
    expect(contexts).toMatchObject([{ from, to, range: '1h', fixed: true }]);
  });

  it.each<[number, Range]>([
    [1, '15m'],
    [2 * HOUR, '6h'],
    [200 * 24 * HOUR, '90d'],
  ])('pass a live range as long as %d ms to sources', async (length, range) => {
    await read({ from: clock.now() - length, to: clock.now() });
    expect(contexts).toMatchObject([{ range }]);
  });

  it('contain no freshness', async () => {
    expect((await read('1h')).panels.p0).toHaveProperty('staleAt');
    expect((await read(windowOf(0))).panels.p0).not.toHaveProperty('staleAt');
  });

  it('are loaded once each, and again after a change', async () => {
    await read(windowOf(1));
    await read(windowOf(1));
    expect(contexts).toHaveLength(1);
    value = 2;
    await core.queue.publish('topic:it');
    expect(await valueIn(windowOf(1))).toBe(2);
    expect(contexts).toHaveLength(2);
  });

  it('are cached for the TTL', async () => {
    const window = windowOf(1);
    await read(window);
    clock.advance(10_000);
    await read(window);
    expect(contexts).toHaveLength(2);
  });

  it('contain only what changed for a client with an older revision', async () => {
    const window = windowOf(1);
    const { epoch, revision } = await read(window);
    expect(await read(window, `${epoch}.${revision}`)).toMatchObject({ complete: false, panels: {} });
    value = 5;
    await core.queue.publish('topic:it');
    const changed = await read(window, `${epoch}.${revision}`);
    expect(changed.panels.p0?.frame?.fields[0]?.values).toEqual([5]);
    // A revision of the board is valid for all of its time ranges.
    expect(await read(windowOf(7), `${epoch}.${changed.revision}`)).toMatchObject({ complete: false, panels: {} });
  });

  it('are limited in number, and the least recently requested are removed', async () => {
    await read('1h');
    for (let index = 0; index < MANY; index++) await read(windowOf(index));
    const [query] = core.index.queries;
    // Live ranges are few, so they are never removed.
    expect(query?.loader('1h').read()).not.toBeInstanceOf(Promise);
    expect(cachedCountFor(MANY)).toBe(8);
  });

  it('stay cached while they are requested', async () => {
    const [first, ...others] = Array.from({ length: 8 + 7 }, (_, index) => windowOf(index)) as [TimeWindow];
    await read(first);
    const [query] = core.index.queries;
    for (const window of others) {
      query?.loader(first);
      await read(window);
    }
    expect(query?.loader(first).read()).not.toBeInstanceOf(Promise);
  });

  it('are correct after they were removed and changed', async () => {
    await read(windowOf(0));
    for (let index = 1; index < MANY; index++) await read(windowOf(index));
    value = 3;
    await core.queue.publish('topic:it');
    expect(await valueIn(windowOf(0))).toBe(3);
  });

  it('are answered for any number of concurrent requests, and then removed', async () => {
    core.boards.set('one', boardWithQueries('one', [{ source: 'slow', of: 'it' }]));
    const reading = Promise.all(Array.from({ length: MANY }, (_, index) => core.readSnapshot('one', windowOf(index))));
    for (let index = 0; index < MANY; index++) {
      await settle();
      clock.advance(50);
    }
    await settle();
    expect(pending).toHaveLength(MANY);
    pending.forEach((answer) => {
      answer(numberFrame(4));
    });
    for (const { panels } of await reading) expect(panels.p0?.frame?.fields[0]?.values).toEqual([4]);
    // Unused time ranges are removed every 10 s.
    clock.advance(10_000 - MANY * 50);
    expect(cachedCountFor(MANY)).toBe(8);
  });

  it('are removed with the board', async () => {
    for (let index = 0; index < MANY; index++) await read(windowOf(index));
    clock.advance(170_000);
    expect([...core.index.queries]).toEqual([]);
  });

  describe('panels with a range of their own', () => {
    beforeEach(() => {
      const board = boardWithQueries('one', [
        { source: 'store', of: 'it' },
        { source: 'store', of: 'it' },
      ]);
      const panels = board.panels.map((panel, index) => (index === 0 ? panel : { ...panel, options: { range: '7d' } }));
      core.boards.set('one', { ...board, panels });
    });

    it('keep it in every live range, and contain it', async () => {
      const { range, panels } = await read('15m');
      await settle();
      expect(range).toBe('15m');
      expect(panels.p0).not.toHaveProperty('range');
      expect(panels.p1).toMatchObject({ range: '7d' });
      expect(contexts.map((context) => context.range).sort()).toEqual(['15m', '7d']);
    });

    it('show a fixed time range of the board', async () => {
      const { panels } = await read(windowOf(2));
      expect(panels.p1).not.toHaveProperty('range');
      expect(contexts).toHaveLength(1);
    });

    it('use a new range of the definition', async () => {
      const { epoch, revision } = await read('1h');
      const board = boardWithQueries('one', [{ source: 'store', of: 'it' }], 2);
      core.boards.set('one', {
        ...board,
        panels: board.panels.map((panel) => ({ ...panel, options: { range: '6h' } })),
      });
      await core.queue.publish('board:one');
      const next = await read('1h', `${epoch}.${revision}`);
      expect(next).toMatchObject({ complete: true, panels: { p0: { range: '6h' } } });
    });
  });
});
