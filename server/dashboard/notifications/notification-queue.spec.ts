import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestScheduler } from 'rxjs/testing';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import { testSettings } from '../../../test/support/server/test-settings.js';
import { Telemetry } from '../../common/telemetry.js';
import type { Change } from '../../change-bus/change-bus.js';
import { LocalBus } from '../../change-bus/local-bus.js';
import { type ChangeNotification, NotificationQueue, throttlePerBoard } from './notification-queue.js';
import type { ActiveBoards } from '../snapshots/active-boards.js';

/** `a1`: board a at revision 1. */
const notification = (text: string, epoch = 'e'): ChangeNotification => ({
  board: text.slice(0, 1),
  epoch,
  revision: Number(text.slice(1)),
});

function marbles(run: (scheduler: TestScheduler) => void): void {
  const scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  scheduler.run(() => {
    run(scheduler);
  });
}

describe('throttlePerBoard', () => {
  it('emits the first notification at once and the last one within the interval', () => {
    marbles((scheduler) => {
      const byMark = { a: notification('x1'), b: notification('x2'), c: notification('x3') };
      const input$ = scheduler.createHotObservable('a 99ms b 99ms c 3s |', byMark);
      scheduler.expectObservable(input$.pipe(throttlePerBoard(scheduler))).toBe('a 999ms c 2200ms |', byMark);
    });
  });

  it('never emits two notifications of a board within the interval under steady changes', () => {
    marbles((scheduler) => {
      const byMark = Object.fromEntries(Array.from('abcdefg', (mark, index) => [mark, notification(`x${index}`)]));
      const input$ = scheduler.createHotObservable('a 599ms b 599ms c 599ms d 599ms e 599ms f 599ms g', byMark);
      scheduler
        .expectObservable(input$.pipe(throttlePerBoard(scheduler)), '^ 4900ms !')
        .toBe('a 999ms b 999ms d 999ms f 999ms g', byMark);
    });
  });

  it('throttles each board separately', () => {
    marbles((scheduler) => {
      const byMark = { a: notification('x1'), b: notification('y2'), c: notification('x3'), d: notification('y4') };
      const input$ = scheduler.createHotObservable('a 9ms b 9ms (cd)', byMark);
      scheduler
        .expectObservable(input$.pipe(throttlePerBoard(scheduler)), '^ 3s !')
        .toBe('a 9ms b 989ms c 9ms d', byMark);
    });
  });

  it('emits the highest revision when the bus delivers out of order, and accepts any revision of a new epoch', () => {
    marbles((scheduler) => {
      const byMark = {
        a: notification('x5'),
        b: notification('x9'),
        c: notification('x7'),
        d: notification('x1', 'f'),
      };
      const input$ = scheduler.createHotObservable('a 9ms b 9ms c 2s d', byMark);
      scheduler.expectObservable(input$.pipe(throttlePerBoard(scheduler)), '^ 6s !').toBe('a 999ms b 1020ms d', byMark);
    });
  });

  it('keeps the order across a short silence', () => {
    marbles((scheduler) => {
      const byMark = { a: notification('x1'), b: notification('x2'), c: notification('x3') };
      const input$ = scheduler.createHotObservable('a 899ms b 149ms c', byMark);
      scheduler.expectObservable(input$.pipe(throttlePerBoard(scheduler)), '^ 5s !').toBe('a 999ms b 999ms c', byMark);
    });
  });

  it.each([100, 5_000])('throttles with an interval of %i ms', (interval) => {
    marbles((scheduler) => {
      const byMark = { a: notification('x1'), b: notification('x2'), c: notification('x3') };
      const input$ = scheduler.createHotObservable(`a 9ms b ${interval * 4}ms c`, byMark);
      scheduler
        .expectObservable(input$.pipe(throttlePerBoard(scheduler, interval)), `^ ${interval * 9}ms !`)
        .toBe(`a ${interval - 1}ms b ${interval * 3 + 10}ms c`, byMark);
    });
  });
});

describe('NotificationQueue', () => {
  let clock: ManualClock;
  let bus: LocalBus;
  let telemetry: Telemetry;
  let invalidations: Change[];
  let queue: NotificationQueue;
  let got: (ChangeNotification & { at: number })[];

  beforeEach(() => {
    clock = new ManualClock(0);
    bus = new LocalBus();
    telemetry = new Telemetry();
    invalidations = [];
    // Every topic is the name of the one board that it concerns.
    const provider = {
      invalidate: (change: Change) => {
        invalidations.push(change);
        return change.topics;
      },
    } as unknown as ActiveBoards;
    queue = new NotificationQueue(bus, provider, clock, testSettings(), telemetry);
    got = [];
    queue.notifications$.subscribe((next) => got.push({ ...next, at: clock.now() }));
  });

  it('invalidates queries before it notifies', async () => {
    const seen: number[] = [];
    queue.notifications$.subscribe(({ revision }) => seen.push(revision, invalidations.at(-1)?.revision ?? 0));
    await queue.publish('a');
    expect(seen).toEqual([1, 1]);
  });

  it('has invalidated queries when publish resolves', async () => {
    const position = await queue.publish('a', 'b');
    expect(invalidations).toEqual([{ ...position, topics: ['a', 'b'] }]);
    expect(got.map(({ board }) => board)).toEqual(['a', 'b']);
  });

  it('sends two notifications for a burst, the second with the last revision', async () => {
    for (let i = 0; i < 1_000; i++) await queue.publish('a');
    clock.advance(5_000);
    expect(got.map(({ revision, at }) => [revision, at])).toEqual([
      [1, 0],
      [1_000, 1_000],
    ]);
  });

  it('throttles a change that an observer publishes', async () => {
    const again = queue.notifications$.subscribe(({ revision }) => {
      if (revision === 1) void queue.publish('a');
    });
    await queue.publish('a');
    expect(got.map(({ revision }) => revision)).toEqual([1]);
    again.unsubscribe();
    clock.advance(1_000);
    expect(got.map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('counts pending notifications, and emits them when it is flushed', async () => {
    await queue.publish('a');
    await queue.publish('a');
    await queue.publish('b');
    expect(await telemetry.registry.metrics()).toContain('boardcast_notifications_pending 1');
    queue.flush();
    expect(got.map(({ board, revision }) => board + String(revision))).toEqual(['a1', 'b3', 'a2']);
    expect(await telemetry.registry.metrics()).toContain('boardcast_notifications_pending 0');
  });

  it('invalidates queries until the server has stopped', async () => {
    queue.flush();
    await queue.publish('a');
    expect(invalidations).toHaveLength(1);
    queue.close();
    await queue.publish('a');
    expect(invalidations).toHaveLength(1);
  });

  it('leaves no timer behind after shutdown', async () => {
    await queue.publish('a', 'b');
    await queue.publish('a');
    expect(clock.pendingTimers).toBeGreaterThan(0);
    queue.close();
    expect(clock.pendingTimers).toBe(0);
  });

  it('never loses the last change and never notifies twice within a second, in any schedule', async () => {
    const step = fc.record({ board: fc.constantFrom('a', 'b', 'c'), wait: fc.nat({ max: 1_500 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        got = [];
        const last = new Map<string, number>();
        for (const { board, wait } of steps) {
          const { revision } = await queue.publish(board);
          last.set(board, revision);
          clock.advance(wait);
        }
        clock.advance(3_000);
        for (const [board, revision] of last) {
          const ofBoard = got.filter((next) => next.board === board);
          expect(ofBoard.at(-1)?.revision).toBe(revision);
          ofBoard.slice(1).forEach((next, index) => {
            expect(next.at - (ofBoard[index]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
          });
        }
      }),
    );
  });
});
