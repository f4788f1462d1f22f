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

  /** Capital letters are the user's own. */
  function expectPaced(incoming: string, outgoing: string): void {
    scheduler.run(({ hot, expectObservable }) => {
      const updates$ = hot(incoming).pipe(map((name) => ({ name, own: name === name.toUpperCase() })));
      expectObservable(
        updates$.pipe(
          paceUpdates(1_000, scheduler),
          map(({ name }) => name),
        ),
      ).toBe(outgoing);
    });
  }

  it('lets a lone update through at once', () => {
    expectPaced('--a', '--a');
  });

  it('lets at most one through a second, the last never lost', () => {
    expectPaced('abc 5s d', 'a 999ms c 4002ms d');
  });

  it('keeps its distance after a late one too', () => {
    expectPaced('a 499ms b 599ms c', 'a 999ms b 999ms c');
  });

  it("lets the user's own through at once, in place of what waits", () => {
    expectPaced('ab 97ms C', 'a 98ms C');
  });

  it("begins anew with the user's own", () => {
    expectPaced('a 99ms B 99ms c 99ms d', 'a 99ms B 99ms c 999ms d');
  });

  it('never loses the last, never lets two through in a second', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_500), { minLength: 1, maxLength: 40 }), (gaps) => {
        const test = new TestScheduler(() => true);
        const seen: { at: number; value: number }[] = [];
        test.run(({ cold, flush }) => {
          const letters = gaps.map((gap, index) => ({ gap, value: index }));
          const times = letters.map(({ gap }) => `${gap}ms `);
          const marbles = times.map((time, index) => time + String.fromCharCode(0x4e00 + index)).join(' ');
          const values = Object.fromEntries(
            letters.map(({ value }) => [String.fromCharCode(0x4e00 + value), { own: false, value }]),
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
