import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defer, Subject } from 'rxjs';
import { z } from 'zod';
import { boardOf, LiveRig, numberFrame, TestSource } from '../../../test/support/server/live-core-fixture.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import type { Query } from '../../../wire/board.js';
import type { Frame } from '../../../wire/frame.js';
import type { LoadContext, LoadedFrame } from '../source.js';

const ask = (of: string, source = 'store'): Query => ({ source, of });

describe('SnapshotAssembler', () => {
  let clock: ManualClock;
  let rig: LiveRig;
  /** What the store answers, by what is asked of it. */
  let answers: Record<string, number>;
  /** A source that answers when the test says so. */
  let slow: { context: LoadContext; answer: (value: number) => void; fail: (error: Error) => void }[];

  beforeEach(() => {
    clock = new ManualClock();
    rig = new LiveRig(clock);
    answers = { a: 1, b: 2 };
    slow = [];
    rig.features.addSource(new TestSource('store', ({ of }) => numberFrame(answers[String(of)] ?? NaN), true));
    rig.features.addSource(
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
    rig.boards.set('one', boardOf('one', [ask('a'), ask('b')]));
    rig.boards.set('two', boardOf('two', [ask('b')]));
  });

  const loads = (): Promise<number> => rig.metric('source_loads_total');
  const change = (...of: string[]): Promise<unknown> => rig.queue.publish(...of.map((topic) => `topic:${topic}`));

  describe('cost', () => {
    it('loads each query once, however many read', async () => {
      await Promise.all(Array.from({ length: 100 }, () => rig.read('one')));
      expect(await loads()).toBe(2);
      expect(await rig.metric('snapshot_builds_total')).toBe(1);
    });

    it('shares a query between boards, and reloads only what changed', async () => {
      await rig.read('one');
      await rig.read('two');
      expect(await loads()).toBe(2);
      await change('a');
      clock.advance(50);
      await Promise.all([rig.read('one'), rig.read('two'), rig.read('one')]);
      expect(await loads()).toBe(3);
    });

    it('asks once for each time zone: days begin at another time there', async () => {
      const zones: string[] = [];
      const source = new TestSource('days', (_, { timeZone }) => numberFrame(zones.push(timeZone)), true);
      rig.features.addSource(source);
      for (const [slug, timeZone] of [['utc'], ['tokyo', 'Asia/Tokyo'], ['also-tokyo', 'Asia/Tokyo']] as const) {
        rig.boards.set(slug, { ...boardOf(slug, [ask('a', 'days')]), ...(timeZone && { timeZone }) });
        await rig.read(slug);
      }
      expect(zones).toEqual(['UTC', 'Asia/Tokyo']);
      rig.boards.set('utc', { ...boardOf('utc', [ask('a', 'days')], 2), timeZone: 'Asia/Kolkata' });
      await rig.queue.publish('board:utc');
      await rig.read('utc');
      expect(zones).toContain('Asia/Kolkata');
    });

    it('gives a source its last answer to the same query and range, so that it can keep its form', async () => {
      const given: (LoadedFrame | undefined)[] = [];
      rig.features.addSource(new TestSource('forms', (_, { previous }) => numberFrame(given.push(previous)), true));
      rig.boards.set('forms', boardOf('forms', [ask('a', 'forms')]));
      await rig.read('forms');
      await change('a');
      clock.advance(50);
      await rig.read('forms');
      clock.advance(50);
      await rig.read('forms', '6h');
      expect(given).toEqual([undefined, numberFrame(1), undefined]);
    });

    it('serves from the cache for the TTL, then asks again and keeps the bytes of equal content', async () => {
      const first = await rig.cache.get('one');
      clock.advance(9_999);
      expect(await rig.cache.get('one')).toBe(first);
      expect(await loads()).toBe(2);
      clock.advance(1);
      const again = await rig.cache.get('one');
      expect(await loads()).toBe(4);
      expect(again.etag).toBe(first.etag);
      expect(again.body.equals(first.body)).toBe(true);
    });

    it('caches nothing with a TTL of 0', async () => {
      rig = new LiveRig(clock, { cacheTtlMs: 0 });
      rig.features.addSource(new TestSource('store', () => numberFrame(1), true));
      rig.boards.set('one', boardOf('one', [ask('a')]));
      await rig.read('one');
      clock.advance(50);
      await rig.read('one');
      expect(await loads()).toBe(2);
    });

    it('starts loads of one query at least 50 ms apart', async () => {
      await rig.read('two');
      const reading = change('b').then(() => rig.value('two'));
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
    it('counts the changes of one board, and tells each panel its own', async () => {
      await change('x');
      const { epoch } = rig.bus.position;
      expect(await rig.read('one')).toMatchObject({
        epoch,
        revision: 1,
        complete: true,
        panels: { p0: { revision: 1 } },
      });
      await change('x');
      await change('b');
      clock.advance(50);
      const snapshot = await rig.read('one', '6h');
      expect(snapshot).toMatchObject({ revision: 3, panels: { p0: { revision: 1 }, p1: { revision: 3 } } });
      expect(snapshot.definition?.panels).toHaveLength(2);
    });

    it('answers since with what changed and nothing else', async () => {
      const { epoch, revision } = await rig.read('one');
      await change('b');
      answers.b = 9;
      clock.advance(50);
      const delta = await rig.read('one', undefined, `${epoch}.${revision}`);
      expect(delta).toMatchObject({ complete: false, revision: revision + 1 });
      expect(delta.definition).toBeUndefined();
      expect(Object.keys(delta.panels)).toEqual(['p1']);
      expect((await rig.read('one', undefined, `${epoch}.${delta.revision}`)).panels).toEqual({});
    });

    it.each(['other.1', 'nonsense', '.', '', 'e', 'e.-1', 'e.1.2', 'e.9999999999999999'])(
      'answers everything to since=%s',
      async (since) => {
        const { epoch } = await rig.read('one');
        expect(await rig.read('one', undefined, since.replace('e.', `${epoch}.`))).toMatchObject({ complete: true });
      },
    );

    it('answers everything to a since that is ahead, or older than the definition', async () => {
      const { epoch, revision } = await rig.read('one');
      expect((await rig.read('one', undefined, `${epoch}.${revision + 1}`)).complete).toBe(true);
      rig.boards.set('one', boardOf('one', [ask('b')], 2));
      await rig.queue.publish('board:one');
      clock.advance(50);
      const snapshot = await rig.read('one', undefined, `${epoch}.${revision}`);
      expect(snapshot).toMatchObject({ complete: true, version: 2, revision: revision + 1 });
      expect(Object.keys(snapshot.panels)).toEqual(['p0']);
      expect((await rig.read('one', undefined, `${epoch}.${revision + 1}`)).complete).toBe(false);
    });

    it('never sends a returning reader less than what it missed while nobody looked', async () => {
      const { epoch, revision } = await rig.read('one');
      clock.advance(160_000);
      await change('a');
      answers.a = 5;
      const snapshot = await rig.read('one', undefined, `${epoch}.${revision}`);
      expect(snapshot.panels.p0?.frame).toEqual(numberFrame(5));
    });

    it('tells of a difference found late, though a change without any came before it', async () => {
      await rig.read('one');
      await change('a');
      clock.advance(50);
      const { epoch, revision } = await rig.read('one');
      answers.a = 5;
      clock.advance(10_000);
      await rig.read('one');
      const delta = await rig.read('one', undefined, `${epoch}.${revision}`);
      expect(delta.panels.p0?.frame).toEqual(numberFrame(5));
    });

    it('tells of a difference found late in one range, though another range told of its own before', async () => {
      const inRange: Record<string, number> = { '1h': 1, '6h': 2 };
      rig.features.addSource(new TestSource('ranges', (_, { range }) => numberFrame(inRange[range] ?? NaN), true));
      rig.boards.set('ranges', boardOf('ranges', [ask('a', 'ranges')]));
      await rig.read('ranges', '1h');
      clock.advance(9_000);
      await rig.read('ranges', '6h');
      inRange['1h'] = 5;
      clock.advance(1_000);
      await rig.read('ranges', '1h');
      const { epoch, revision } = await rig.read('ranges', '6h');
      inRange['6h'] = 6;
      clock.advance(9_000);
      await rig.read('ranges', '6h');
      const delta = await rig.read('ranges', '6h', `${epoch}.${revision}`);
      expect(delta.panels.p0?.frame).toEqual(numberFrame(6));
    });

    it('takes board:x for a change of all its panels, shared ones on other boards included', async () => {
      await rig.read('one');
      await rig.read('two');
      const before = await loads();
      await rig.queue.publish('board:one');
      clock.advance(50);
      await rig.read('one');
      expect(await loads()).toBe(before + 2);
      expect(await rig.read('two')).toMatchObject({ revision: 1 });
    });

    it('ends a deleted board for everyone', async () => {
      const gone: string[] = [];
      rig.activeBoards.gone$.subscribe(({ board, reason }) => gone.push(board, reason));
      rig.activeBoards.watch('one');
      rig.boards.set('one', 'deleted');
      await rig.queue.publish('board:one');
      expect(gone).toEqual(['one', 'deleted']);
      await expect(rig.read('one')).rejects.toMatchObject({ status: 410 });
      await expect(rig.read('never')).rejects.toMatchObject({ status: 404 });
      await expect(rig.read('two', 'year' as '1h')).rejects.toMatchObject({ status: 422 });
    });
  });

  describe('slow, hung and broken panels', () => {
    beforeEach(() => {
      rig.boards.set('mixed', boardOf('mixed', [ask('a'), ask('s', 'slow')]));
    });

    it('answers a slow panel as pending, and its arrival is a change', async () => {
      const told: number[] = [];
      rig.queue.notices$.subscribe(({ revision }) => told.push(revision));
      const reading = rig.read('mixed');
      await clock.advanceAsync(600);
      const { panels, epoch, revision } = await reading;
      expect(panels.p0?.frame).toEqual(numberFrame(1));
      expect(panels.p1).toEqual({ revision, pending: true });

      slow[0]?.answer(7);
      await settle();
      expect(told).toEqual([revision + 1]);
      const next = await rig.read('mixed', undefined, `${epoch}.${revision}`);
      expect(next.panels).toMatchObject({ p1: { revision: revision + 1, frame: numberFrame(7) } });
      expect(slow).toHaveLength(1);
    });

    it('answers the last frame while a newer one is slow, and tells only of a different one', async () => {
      const told: number[] = [];
      rig.queue.notices$.subscribe(({ revision }) => told.push(revision));
      const first = rig.read('mixed');
      await settle();
      slow[0]?.answer(7);
      await first;
      await change('s');
      clock.advance(1_000);
      const second = rig.read('mixed');
      await clock.advanceAsync(600);
      expect((await second).panels.p1?.frame).toEqual(numberFrame(7));
      slow[1]?.answer(7);
      await settle();
      expect(told).toEqual([1]);

      await change('s');
      clock.advance(1_000);
      const third = rig.read('mixed');
      await clock.advanceAsync(600);
      slow[2]?.answer(8);
      await settle();
      expect(told).toEqual([1, 2, 3]);
      const { revision } = await third;
      expect((await rig.read('mixed', undefined, `${rig.bus.position.epoch}.${revision}`)).panels.p1).toMatchObject({
        frame: numberFrame(8),
      });
    });

    it('abandons a load after 5 s, in words, and nothing else waits for it', async () => {
      const reading = rig.read('mixed');
      await clock.advanceAsync(600);
      expect((await reading).panels.p0?.frame).toEqual(numberFrame(1));
      await clock.advanceAsync(4_500, 100);
      expect(slow[0]?.context.signal.aborted).toBe(true);
      slow[0]?.answer(1);
      await settle();
      const { panels } = await rig.read('mixed');
      expect(panels.p1?.error?.message).toBe("'slow' did not answer within 5 s");
    });

    it('keeps an error in its own panel, and forgets it with the next change', async () => {
      const reading = rig.read('mixed');
      await settle();
      slow[0]?.fail(new Error('connection refused'));
      expect((await reading).panels).toMatchObject({
        p0: { frame: numberFrame(1) },
        p1: { error: { message: 'connection refused' } },
      });
      await change('s');
      clock.advance(50);
      const again = rig.read('mixed');
      await settle();
      slow[1]?.answer(3);
      expect((await again).panels.p1).toMatchObject({ frame: numberFrame(3) });
    });

    it('never joins a load begun before the floor that the reader needs', async () => {
      const early = rig.read('mixed');
      await settle();
      await change('s');
      const late = rig.read('mixed');
      clock.advance(50);
      slow[0]?.answer(1);
      await early;
      await settle();
      slow[1]?.answer(2);
      expect((await late).panels.p1?.frame).toEqual(numberFrame(2));
    });

    it.each([
      ['a source that is not here', { source: 'weather' }, 'There is no source'],
      ['a query that its source refuses', { source: 'strict', of: 7 }, 'The query is wrong: of: '],
      ['a source that fails before it is asked', { source: 'failing' }, 'no topics today'],
    ])('says so in the place of %s', async (_, query, words) => {
      const strict = new TestSource('strict', () => numberFrame(1));
      rig.features.addSource(Object.assign(strict, { schema: z.object({ source: z.string(), of: z.string() }) }));
      const failing = new TestSource('failing', () => numberFrame(1));
      failing.topics = () => {
        throw new Error('no topics today');
      };
      rig.features.addSource(failing);
      rig.boards.set('odd', boardOf('odd', [query, ask('a')]));
      const { panels } = await rig.read('odd');
      expect(panels.p0?.error?.message).toContain(words);
      expect(panels.p1?.frame).toEqual(numberFrame(1));
    });

    const time = (at: unknown): Frame['fields'] => [{ name: 'time', type: 'time', values: [at as number] }];

    it.each<[string, LoadedFrame, string]>([
      ['a value that JSON has no word for', numberFrame(7n as unknown as number), "'value'"],
      ['a time that is none', { fields: time('noon') }, 'its rows'],
      ['a time without end', { fields: time(Infinity) }, 'its rows'],
      ['a date that is none', { ...numberFrame(1), updatedAt: NaN }, 'updatedAt'],
      ['an expected interval that is not finite', { ...numberFrame(1), expectEveryMs: Infinity }, 'expectEveryMs'],
    ])('keeps %s in its own panel', async (_, frame, words) => {
      rig.features.addSource(new TestSource('odd', () => frame));
      rig.boards.set('odd', boardOf('odd', [ask('a', 'odd'), ask('a')]));
      const { panels } = await rig.read('odd');
      expect(panels.p0?.error?.message).toContain(words);
      expect(panels.p1?.frame).toEqual(numberFrame(1));
    });

    it('asks anew after an answer that could not be published', async () => {
      const early = rig.read('mixed');
      await clock.advanceAsync(600);
      await early;
      await change('s');
      const late = rig.read('mixed');
      await settle();
      jest.spyOn(rig.bus, 'publish').mockRejectedValueOnce(new Error('the bus is away'));
      slow[0]?.answer(1);
      await settle();
      clock.advance(50);
      await settle();
      slow[1]?.answer(2);
      expect((await late).panels.p1?.frame).toEqual(numberFrame(2));
    });

    it('keeps no signal of a load that has ended, though somebody listens to it', async () => {
      setFlagsFromString('--expose-gc');
      const collectGarbage = runInNewContext('gc') as () => void;
      const signals: WeakRef<AbortSignal>[] = [];
      const listening = new TestSource('listening', (_, { signal }) => {
        signal.addEventListener('abort', () => undefined);
        signals.push(new WeakRef(signal));
        return numberFrame(1);
      });
      rig.features.addSource(listening);
      rig.boards.set('listening', boardOf('listening', [ask('s', 'listening')]));
      for (let load = 0; load < 10; load++) {
        await change('s');
        clock.advance(50);
        await rig.read('listening');
      }
      // A reference that was followed lives to the end of its turn.
      await setImmediate();
      collectGarbage();
      // The last one is still held, to be ended with the slot.
      expect(signals.filter((signal) => signal.deref() !== undefined).length).toBeLessThanOrEqual(1);
    });

    it('says so when columns differ in length', async () => {
      const odd = {
        fields: [
          { name: 'a', type: 'number' as const, values: [1] },
          { name: 'b', type: 'number' as const, values: [] },
        ],
      };
      rig.features.addSource(new TestSource('odd', () => odd));
      rig.boards.set('odd', boardOf('odd', [ask('a', 'odd')]));
      expect((await rig.read('odd')).panels.p0?.error?.message).toContain("'b' is not 1 rows long");
    });
  });

  describe('time', () => {
    const published = (): number => rig.bus.position.revision;

    it('asks again what time alone changes while it is watched, and tells only of a difference', async () => {
      let sum = 10;
      const source = new TestSource('sums', () => numberFrame(sum), true);
      source.dependsOnTime = () => true;
      rig.features.addSource(source);
      rig.boards.set('sums', boardOf('sums', [ask('a', 'sums')]));
      rig.activeBoards.watch('sums');
      await rig.read('sums', '15m');
      const before = await loads();
      await clock.advanceAsync(10_000, 1_000);
      expect([await loads(), published()]).toEqual([before + 1, 0]);
      sum = 9;
      await clock.advanceAsync(10_000, 1_000);
      expect([await loads(), published()]).toEqual([before + 2, 1]);
      clock.advance(50);
      expect((await rig.read('sums', '15m')).panels.p0?.frame).toEqual(numberFrame(9));
      rig.activeBoards.unwatch('sums');
      await clock.advanceAsync(60_000, 1_000);
      expect(await loads()).toBe(before + 2);
    });

    it('asks a source that never tells of changes by itself', async () => {
      let value = 1;
      const silent = new TestSource('silent', () => numberFrame(value));
      silent.dependsOnTime = undefined;
      silent.topics = () => [];
      rig.features.addSource(silent);
      rig.boards.set('silent', boardOf('silent', [ask('a', 'silent')]));
      rig.activeBoards.watch('silent');
      await rig.read('silent', '15m');
      value = 2;
      await clock.advanceAsync(10_000, 1_000);
      expect(published()).toBe(1);
    });

    it('listens to a source only while somebody looks, and again after its stream broke', () => {
      let changes = new Subject<string>();
      const source = new TestSource('talking', () => numberFrame(1));
      Object.defineProperty(source, 'changes$', { value: defer(() => changes) });
      rig.features.addSource(source);
      rig.boards.set('talk', boardOf('talk', [ask('a', 'talking'), ask('b', 'talking')]));
      expect(changes.observed).toBe(false);
      rig.activeBoards.activate('talk');
      expect(changes.observed).toBe(true);
      changes.next('topic:a');
      expect(published()).toBe(1);
      const broken = changes;
      changes = new Subject();
      broken.error(new Error('gone'));
      clock.advance(5_000);
      expect(changes.observed).toBe(true);
      clock.advance(160_000);
      expect(changes.observed).toBe(false);
    });

    it('keeps nothing and does nothing once nobody looks', async () => {
      rig.activeBoards.watch('one');
      await rig.read('one');
      clock.advance(600_000);
      expect(await rig.metric('active_boards')).toBe(1);
      rig.activeBoards.unwatch('one');
      clock.advance(160_000);
      expect(await rig.metric('active_boards')).toBe(0);
      expect(await rig.metric('tracked_queries')).toBe(0);
      expect(clock.pending).toBe(0);
    });
  });
});
