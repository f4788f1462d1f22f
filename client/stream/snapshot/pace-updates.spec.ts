import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestScheduler } from 'rxjs/testing';
import { map } from 'rxjs';
import { paceUpdates } from './pace-updates';

describe('paceUpdates', () => {
  let scheduler: TestScheduler;

  beforeEach(() => {
    scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
  });

  /** Capital letters are requests of the user. */
  function expectPaced(incoming: string, outgoing: string): void {
    scheduler.run(({ hot, expectObservable }) => {
      const updates$ = hot(incoming).pipe(map((name) => ({ name, byUser: name === name.toUpperCase() })));
      expectObservable(
        updates$.pipe(
          paceUpdates(1_000, scheduler),
          map(({ name }) => name),
        ),
      ).toBe(outgoing);
    });
  }

  it('emits a single update immediately', () => {
    expectPaced('--a', '--a');
  });

  it('emits at most one update per second, and always the last', () => {
    expectPaced('abc 5s d', 'a 999ms c 4002ms d');
  });

  it('keeps the interval after a delayed update', () => {
    expectPaced('a 499ms b 599ms c', 'a 999ms b 999ms c');
  });

  it('emits an update requested by the user immediately and drops a waiting one', () => {
    expectPaced('ab 97ms C', 'a 98ms C');
  });

  it('starts a new interval after an update requested by the user', () => {
    expectPaced('a 99ms B 99ms c 99ms d', 'a 99ms B 99ms c 999ms d');
  });

  it('always emits the last update, and never two within a second', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_500), { minLength: 1, maxLength: 40 }), (gaps) => {
        const test = new TestScheduler(() => true);
        const seen: { at: number; value: number }[] = [];
        test.run(({ cold, flush }) => {
          const letters = gaps.map((gap, index) => ({ gap, value: index }));
          const times = letters.map(({ gap }) => `${gap}ms `);
          const marbles = times.map((time, index) => time + String.fromCharCode(0x4e00 + index)).join(' ');
          const values = Object.fromEntries(
            letters.map(({ value }) => [String.fromCharCode(0x4e00 + value), { byUser: false, value }]),
          );
          cold(marbles, values)
            .pipe(paceUpdates(1_000, test))
            .subscribe(({ value }) => seen.push({ at: test.now(), value }));
          flush();
        });
        expect(seen.at(-1)?.value).toBe(gaps.length - 1);
        seen.slice(1).forEach(({ at }, index) => {
          expect(at - (seen[index]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
        });
      }),
    );
  });
});
