import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { LiveCoreFixture } from '../../../test/support/dashboard/live-core-fixture.js';
import { boardWithQueries } from '../../../test/support/dashboard/board-with-queries.js';
import { numberFrame, TestSource } from '../../../test/support/dashboard/test-source.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import type { Query } from '../../../wire/schemas/board.js';
import type { Frame } from '../../../wire/schemas/frame.js';
import type { LoadContext, LoadedFrame } from '../contracts/source.js';

const queryOf = (of: string, source = 'store'): Query => ({ source, of });

describe('SnapshotAssembler', () => {
  let clock: ManualClock;
  let core: LiveCoreFixture;
  /** The values that the source returns, by the option `of` of the query. */
  let answers: Record<string, number>;
  /** A source that answers when the test says so. */
  let slow: { context: LoadContext; answer: (value: number) => void; fail: (error: Error) => void }[];

  beforeEach(() => {
    clock = new ManualClock();
    core = new LiveCoreFixture(clock);
    answers = { a: 1, b: 2 };
    slow = [];
    core.features.addSource(new TestSource('store', ({ of }) => numberFrame(answers[String(of)] ?? NaN), true));
    core.features.addSource(
      new TestSource(
        'slow',
        (_, context) =>
          new Promise<LoadedFrame>((resolve, reject) => {
            slow.push({
              context,
              answer: (value) => {
                resolve(numberFrame(value));
              },
              fail: reject,
            });
          }),
      ),
    );
    core.boards.set('one', boardWithQueries('one', [queryOf('a'), queryOf('b')]));
    core.boards.set('two', boardWithQueries('two', [queryOf('b')]));
  });

  const loads = (): Promise<number> => core.metric('source_loads_total');
  const change = (...of: string[]): Promise<unknown> => core.queue.publish(...of.map((topic) => `topic:${topic}`));

  describe('number of loads', () => {
    it('loads each query once for any number of requests', async () => {
      await Promise.all(Array.from({ length: 100 }, () => core.readSnapshot('one')));
      expect(await loads()).toBe(2);
      expect(await core.metric('snapshot_builds_total')).toBe(1);
    });

    it('shares a query between boards, and reloads only what changed', async () => {
      await core.readSnapshot('one');
      await core.readSnapshot('two');
      expect(await loads()).toBe(2);
      await change('a');
      clock.advance(50);
      await Promise.all([core.readSnapshot('one'), core.readSnapshot('two'), core.readSnapshot('one')]);
      expect(await loads()).toBe(3);
    });

    it('loads once per time zone, because days begin at different times', async () => {
      const zones: string[] = [];
      const source = new TestSource('days', (_, { timeZone }) => numberFrame(zones.push(timeZone)), true);
      core.features.addSource(source);
      for (const [slug, timeZone] of [['utc'], ['tokyo', 'Asia/Tokyo'], ['also-tokyo', 'Asia/Tokyo']] as const) {
        core.boards.set(slug, { ...boardWithQueries(slug, [queryOf('a', 'days')]), ...(timeZone && { timeZone }) });
        await core.readSnapshot(slug);
      }
      expect(zones).toEqual(['UTC', 'Asia/Tokyo']);
      core.boards.set('utc', { ...boardWithQueries('utc', [queryOf('a', 'days')], 2), timeZone: 'Asia/Kolkata' });
      await core.queue.publish('board:utc');
      await core.readSnapshot('utc');
      expect(zones).toContain('Asia/Kolkata');
    });

    it('passes the last result of the same query and range to the source', async () => {
      const given: (LoadedFrame | undefined)[] = [];
      core.features.addSource(new TestSource('forms', (_, { previous }) => numberFrame(given.push(previous)), true));
      core.boards.set('forms', boardWithQueries('forms', [queryOf('a', 'forms')]));
      await core.readSnapshot('forms');
      await change('a');
      clock.advance(50);
      await core.readSnapshot('forms');
      clock.advance(50);
      await core.readSnapshot('forms', '6h');
      expect(given).toEqual([undefined, numberFrame(1), undefined]);
    });

    it('serves from the cache for the TTL, then loads again and keeps the bytes of equal content', async () => {
      const first = await core.cache.get('one');
      clock.advance(9_999);
      expect(await core.cache.get('one')).toBe(first);
      expect(await loads()).toBe(2);
      clock.advance(1);
      const again = await core.cache.get('one');
      expect(await loads()).toBe(4);
      expect(again.etag).toBe(first.etag);
      expect(again.body.equals(first.body)).toBe(true);
    });

    it('caches nothing with a TTL of 0', async () => {
      core = new LiveCoreFixture(clock, { cacheTtlMs: 0 });
      core.features.addSource(new TestSource('store', () => numberFrame(1), true));
      core.boards.set('one', boardWithQueries('one', [queryOf('a')]));
      await core.readSnapshot('one');
      clock.advance(50);
      await core.readSnapshot('one');
      expect(await loads()).toBe(2);
    });

    it('starts loads of one query at least 50 ms apart', async () => {
      await core.readSnapshot('two');
      const reading = change('b').then(() => core.value('two'));
      answers.b = 3;
      await settle();
      expect(await loads()).toBe(1);
      clock.advance(49);
      await settle();
      expect(await loads()).toBe(1);
      clock.advance(1);
      expect(await reading).toBe(3);
    });
  });

  describe('revisions', () => {
    it('increases the revision with each change, separately per panel', async () => {
      await change('x');
      const { epoch } = core.bus.position;
      expect(await core.readSnapshot('one')).toMatchObject({
        epoch,
        revision: 1,
        complete: true,
        panels: { p0: { revision: 1 } },
      });
      await change('x');
      await change('b');
      clock.advance(50);
      const snapshot = await core.readSnapshot('one', '6h');
      expect(snapshot).toMatchObject({ revision: 3, panels: { p0: { revision: 1 }, p1: { revision: 3 } } });
      expect(snapshot.definition?.panels).toHaveLength(2);
    });

    it('answers since with only what changed', async () => {
      const { epoch, revision } = await core.readSnapshot('one');
      await change('b');
      answers.b = 9;
      clock.advance(50);
      const delta = await core.readSnapshot('one', undefined, `${epoch}.${revision}`);
      expect(delta).toMatchObject({ complete: false, revision: revision + 1 });
      expect(delta.definition).toBeUndefined();
      expect(Object.keys(delta.panels)).toEqual(['p1']);
      expect((await core.readSnapshot('one', undefined, `${epoch}.${delta.revision}`)).panels).toEqual({});
    });

    it.each(['other.1', 'nonsense', '.', '', 'e', 'e.-1', 'e.1.2', 'e.9999999999999999'])(
      'answers everything to since=%s',
      async (since) => {
        const { epoch } = await core.readSnapshot('one');
        expect(await core.readSnapshot('one', undefined, since.replace('e.', `${epoch}.`))).toMatchObject({
          complete: true,
        });
      },
    );

    it('answers with everything if since is ahead or older than the definition', async () => {
      const { epoch, revision } = await core.readSnapshot('one');
      expect((await core.readSnapshot('one', undefined, `${epoch}.${revision + 1}`)).complete).toBe(true);
      core.boards.set('one', boardWithQueries('one', [queryOf('b')], 2));
      await core.queue.publish('board:one');
      clock.advance(50);
      const snapshot = await core.readSnapshot('one', undefined, `${epoch}.${revision}`);
      expect(snapshot).toMatchObject({ complete: true, version: 2, revision: revision + 1 });
      expect(Object.keys(snapshot.panels)).toEqual(['p0']);
      expect((await core.readSnapshot('one', undefined, `${epoch}.${revision + 1}`)).complete).toBe(false);
    });

    it('sends everything that a client missed while the board was inactive', async () => {
      const { epoch, revision } = await core.readSnapshot('one');
      clock.advance(160_000);
      await change('a');
      answers.a = 5;
      const snapshot = await core.readSnapshot('one', undefined, `${epoch}.${revision}`);
      expect(snapshot.panels.p0?.frame).toEqual(numberFrame(5));
    });

    it('notifies of a difference that is found after a change without one', async () => {
      await core.readSnapshot('one');
      await change('a');
      clock.advance(50);
      const { epoch, revision } = await core.readSnapshot('one');
      answers.a = 5;
      clock.advance(10_000);
      await core.readSnapshot('one');
      const delta = await core.readSnapshot('one', undefined, `${epoch}.${revision}`);
      expect(delta.panels.p0?.frame).toEqual(numberFrame(5));
    });

    it('notifies of a late difference in one range after a difference in another range', async () => {
      const inRange: Record<string, number> = { '1h': 1, '6h': 2 };
      core.features.addSource(new TestSource('ranges', (_, { range }) => numberFrame(inRange[range] ?? NaN), true));
      core.boards.set('ranges', boardWithQueries('ranges', [queryOf('a', 'ranges')]));
      await core.readSnapshot('ranges', '1h');
      clock.advance(9_000);
      await core.readSnapshot('ranges', '6h');
      inRange['1h'] = 5;
      clock.advance(1_000);
      await core.readSnapshot('ranges', '1h');
      const { epoch, revision } = await core.readSnapshot('ranges', '6h');
      inRange['6h'] = 6;
      clock.advance(9_000);
      await core.readSnapshot('ranges', '6h');
      const delta = await core.readSnapshot('ranges', '6h', `${epoch}.${revision}`);
      expect(delta.panels.p0?.frame).toEqual(numberFrame(6));
    });

    it('reloads all panels on board:x, including shared ones on other boards', async () => {
      await core.readSnapshot('one');
      await core.readSnapshot('two');
      const before = await loads();
      await core.queue.publish('board:one');
      clock.advance(50);
      await core.readSnapshot('one');
      expect(await loads()).toBe(before + 2);
      expect(await core.readSnapshot('two')).toMatchObject({ revision: 1 });
    });

    it('reports a deleted board and rejects its requests', async () => {
      const gone: string[] = [];
      core.activeBoards.deleted$.subscribe(({ board, reason }) => gone.push(board, reason));
      core.activeBoards.watch('one');
      core.boards.set('one', 'deleted');
      await core.queue.publish('board:one');
      expect(gone).toEqual(['one', 'deleted']);
      await expect(core.readSnapshot('one')).rejects.toMatchObject({ status: 410 });
      await expect(core.readSnapshot('never')).rejects.toMatchObject({ status: 404 });
      await expect(core.readSnapshot('two', 'year' as '1h')).rejects.toMatchObject({ status: 422 });
    });
  });

  describe('slow, hung and broken panels', () => {
    beforeEach(() => {
      core.boards.set('mixed', boardWithQueries('mixed', [queryOf('a'), queryOf('s', 'slow')]));
    });

    it('answers a slow panel as pending, and publishes its result as a change', async () => {
      const notified: number[] = [];
      core.queue.notifications$.subscribe(({ revision }) => notified.push(revision));
      const reading = core.readSnapshot('mixed');
      await clock.advanceAsync(600);
      const { panels, epoch, revision } = await reading;
      expect(panels.p0?.frame).toEqual(numberFrame(1));
      expect(panels.p1).toEqual({ revision, pending: true });

      slow[0]?.answer(7);
      await settle();
      expect(notified).toEqual([revision + 1]);
      const next = await core.readSnapshot('mixed', undefined, `${epoch}.${revision}`);
      expect(next.panels).toMatchObject({ p1: { revision: revision + 1, frame: numberFrame(7) } });
      expect(slow).toHaveLength(1);
    });

    it('answers with the last frame while a newer one is slow, and publishes only a different one', async () => {
      const notified: number[] = [];
      core.queue.notifications$.subscribe(({ revision }) => notified.push(revision));
      const first = core.readSnapshot('mixed');
      await settle();
      slow[0]?.answer(7);
      await first;
      await change('s');
      clock.advance(1_000);
      const second = core.readSnapshot('mixed');
      await clock.advanceAsync(600);
      expect((await second).panels.p1?.frame).toEqual(numberFrame(7));
      slow[1]?.answer(7);
      await settle();
      expect(notified).toEqual([1]);

      await change('s');
      clock.advance(1_000);
      const third = core.readSnapshot('mixed');
      await clock.advanceAsync(600);
      slow[2]?.answer(8);
      await settle();
      expect(notified).toEqual([1, 2, 3]);
      const { revision } = await third;
      expect(
        (await core.readSnapshot('mixed', undefined, `${core.bus.position.epoch}.${revision}`)).panels.p1,
      ).toMatchObject({
        frame: numberFrame(8),
      });
    });

    it('aborts a load after 5 s with an error message, and delays nothing else', async () => {
      const reading = core.readSnapshot('mixed');
      await clock.advanceAsync(600);
      expect((await reading).panels.p0?.frame).toEqual(numberFrame(1));
      await clock.advanceAsync(4_500, 100);
      expect(slow[0]?.context.signal.aborted).toBe(true);
      slow[0]?.answer(1);
      await settle();
      const { panels } = await core.readSnapshot('mixed');
      expect(panels.p1?.error?.message).toBe("'slow' did not answer within 5 s");
    });

    it('shows an error only in its own panel, until the next change', async () => {
      const reading = core.readSnapshot('mixed');
      await settle();
      slow[0]?.fail(new Error('connection refused'));
      expect((await reading).panels).toMatchObject({
        p0: { frame: numberFrame(1) },
        p1: { error: { message: 'connection refused' } },
      });
      await change('s');
      clock.advance(50);
      const again = core.readSnapshot('mixed');
      await settle();
      slow[1]?.answer(3);
      expect((await again).panels.p1).toMatchObject({ frame: numberFrame(3) });
    });

    it('never joins a load that began before the minimum revision', async () => {
      const early = core.readSnapshot('mixed');
      await settle();
      await change('s');
      const late = core.readSnapshot('mixed');
      clock.advance(50);
      slow[0]?.answer(1);
      await early;
      await settle();
      slow[1]?.answer(2);
      expect((await late).panels.p1?.frame).toEqual(numberFrame(2));
    });

    it.each([
      ['an unknown source', { source: 'weather' }, 'There is no source'],
      ['a query that its source rejects', { source: 'strict', of: 7 }, 'The query is invalid: of: '],
      ['a source that throws before its first load', { source: 'failing' }, 'no topics today'],
    ])('shows an error in the panel of %s', async (_, query, expectedMessage) => {
      const strict = new TestSource('strict', () => numberFrame(1));
      core.features.addSource(Object.assign(strict, { schema: z.object({ source: z.string(), of: z.string() }) }));
      const failing = new TestSource('failing', () => numberFrame(1));
      failing.topics = () => {
        throw new Error('no topics today');
      };
      core.features.addSource(failing);
      core.boards.set('odd', boardWithQueries('odd', [query, queryOf('a')]));
      const { panels } = await core.readSnapshot('odd');
      expect(panels.p0?.error?.message).toContain(expectedMessage);
      expect(panels.p1?.frame).toEqual(numberFrame(1));
    });

    const time = (at: unknown): Frame['fields'] => [{ name: 'time', type: 'time', values: [at as number] }];

    it.each<[string, LoadedFrame, string]>([
      ['a value that JSON cannot hold', numberFrame(7n as unknown as number), "'value'"],
      ['an invalid time', { fields: time('noon') }, 'its time column'],
      ['an infinite time', { fields: time(Infinity) }, 'its time column'],
      ['an invalid date', { ...numberFrame(1), updatedAt: NaN }, 'updatedAt'],
      ['an invalid expected interval', { ...numberFrame(1), expectEveryMs: Infinity }, 'expectEveryMs'],
    ])('shows an error only in its own panel for %s', async (_, frame, expectedMessage) => {
      core.features.addSource(new TestSource('odd', () => frame));
      core.boards.set('odd', boardWithQueries('odd', [queryOf('a', 'odd'), queryOf('a')]));
      const { panels } = await core.readSnapshot('odd');
      expect(panels.p0?.error?.message).toContain(expectedMessage);
      expect(panels.p1?.frame).toEqual(numberFrame(1));
    });

    it('loads again after a result that could not be published', async () => {
      const early = core.readSnapshot('mixed');
      await clock.advanceAsync(600);
      await early;
      await change('s');
      const late = core.readSnapshot('mixed');
      await settle();
      jest.spyOn(core.bus, 'publish').mockRejectedValueOnce(new Error('the bus is away'));
      slow[0]?.answer(1);
      await settle();
      clock.advance(50);
      await settle();
      slow[1]?.answer(2);
      expect((await late).panels.p1?.frame).toEqual(numberFrame(2));
    });

    it('keeps no signal of an ended load, even if it has listeners', async () => {
      setFlagsFromString('--expose-gc');
      const collectGarbage = runInNewContext('gc') as () => void;
      const signals: WeakRef<AbortSignal>[] = [];
      const listening = new TestSource('listening', (_, { signal }) => {
        signal.addEventListener('abort', () => undefined);
        signals.push(new WeakRef(signal));
        return numberFrame(1);
      });
      core.features.addSource(listening);
      core.boards.set('listening', boardWithQueries('listening', [queryOf('s', 'listening')]));
      for (let load = 0; load < 10; load++) {
        await change('s');
        clock.advance(50);
        await core.readSnapshot('listening');
      }
      // A dereferenced object stays alive until the end of the current task.
      await setImmediate();
      collectGarbage();
      // The last signal is still referenced, so that it can be aborted with the query.
      expect(signals.filter((signal) => signal.deref() !== undefined).length).toBeLessThanOrEqual(1);
    });

    it('shows an error when columns differ in length', async () => {
      const odd = {
        fields: [
          { name: 'a', type: 'number' as const, values: [1] },
          { name: 'b', type: 'number' as const, values: [] },
        ],
      };
      core.features.addSource(new TestSource('odd', () => odd));
      core.boards.set('odd', boardWithQueries('odd', [queryOf('a', 'odd')]));
      expect((await core.readSnapshot('odd')).panels.p0?.error?.message).toContain("'b' does not have 1 rows");
    });
  });

  describe('results that depend on time', () => {
    const published = (): number => core.bus.position.revision;

    it('are refreshed while they are watched, and publishes only differences', async () => {
      let sum = 10;
      const source = new TestSource('sums', () => numberFrame(sum), true);
      source.dependsOnTime = () => true;
      core.features.addSource(source);
      core.boards.set('sums', boardWithQueries('sums', [queryOf('a', 'sums')]));
      core.activeBoards.watch('sums');
      await core.readSnapshot('sums', '15m');
      const before = await loads();
      await clock.advanceAsync(10_000, 1_000);
      expect([await loads(), published()]).toEqual([before + 1, 0]);
      sum = 9;
      await clock.advanceAsync(10_000, 1_000);
      expect([await loads(), published()]).toEqual([before + 2, 1]);
      clock.advance(50);
      expect((await core.readSnapshot('sums', '15m')).panels.p0?.frame).toEqual(numberFrame(9));
      core.activeBoards.unwatch('sums');
      await clock.advanceAsync(60_000, 1_000);
      expect(await loads()).toBe(before + 2);
    });

    it('include those of a source that reports no changes', async () => {
      let value = 1;
      const silent = new TestSource('silent', () => numberFrame(value));
      silent.dependsOnTime = undefined;
      silent.topics = () => [];
      core.features.addSource(silent);
      core.boards.set('silent', boardWithQueries('silent', [queryOf('a', 'silent')]));
      core.activeBoards.watch('silent');
      await core.readSnapshot('silent', '15m');
      value = 2;
      await clock.advanceAsync(10_000, 1_000);
      expect(published()).toBe(1);
    });
  });
});
