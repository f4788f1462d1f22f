import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STATES, type State } from '../../common/states.js';
import type { Run } from './status-runs.js';
import { stateChanges, toIntervals, toStrip, computeUptime } from './status-timeline.js';

const run = (at: number, state: State, until = at): Run => ({ at, until, state, message: null });

/** Runs without overlaps, in their order. */
const runs = fc
  .uniqueArray(fc.record({ at: fc.nat(100), length: fc.nat(10), state: fc.constantFrom(...STATES) }), {
    selector: ({ at }) => at,
    maxLength: 12,
  })
  .map((given) =>
    given
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, length, state }, index, all) =>
        run(at, state, Math.min(at + length, (all[index + 1]?.at ?? Infinity) - 1)),
      ),
  );
const window = fc.record({ from: fc.nat(60), length: fc.integer({ min: 1, max: 60 }) });
const limit = fc.oneof(fc.nat(15), fc.constant(Infinity));

/** The state at a time, computed without intervals. */
function stateAt(given: readonly Run[], time: number, deadAfter: number): State | null {
  const last = given.findLast(({ at }) => at <= time);
  return last && time < last.until + deadAfter ? last.state : null;
}

describe('toIntervals', () => {
  it('covers the time without gaps, with the state of the last report at each time', () => {
    fc.assert(
      fc.property(runs, window, limit, (given, { from, length }, deadAfter) => {
        const to = from + length;
        const intervals = toIntervals(given, from, to, deadAfter);
        expect([intervals[0]?.from, intervals.at(-1)?.to]).toEqual([from, to]);
        intervals.forEach((each, index) => {
          if (index > 0) expect(each.from).toBe(intervals[index - 1]?.to);
          if (index > 0) expect(each.state).not.toBe(intervals[index - 1]?.state);
          for (let time = each.from; time < each.to; time += 1) {
            expect(each.state).toBe(stateAt(given, time, deadAfter));
          }
        });
      }),
    );
  });

  it('keeps the message of the first report with a state', () => {
    const given = [
      { ...run(0, 'crit'), message: 'refused' },
      { ...run(5, 'crit'), message: 'timed out' },
    ];
    expect(toIntervals(given, 0, 10, Infinity)).toEqual([{ from: 0, to: 10, state: 'crit', message: 'refused' }]);
  });
});

describe('computeUptime', () => {
  it('returns the percentage of the known time that was not crit', () => {
    fc.assert(
      fc.property(runs, window, limit, (given, { from, length }, deadAfter) => {
        const states = Array.from({ length }, (_, index) => stateAt(given, from + index, deadAfter));
        const count = (...wanted: State[]): number =>
          states.filter((state) => state !== null && wanted.includes(state)).length;
        const { uptime, known } = computeUptime(toIntervals(given, from, from + length, deadAfter));
        const knownTime = count('ok', 'warn', 'crit');
        expect(known).toBeCloseTo((knownTime / length) * 100, 2);
        if (knownTime === 0) expect(uptime).toBeNull();
        else expect(uptime).toBeCloseTo((count('ok', 'warn') / knownTime) * 100, 2);
      }),
    );
  });

  it('is below 100 after the shortest failure', () => {
    const day = 86_400e6;
    const given = [run(0, 'ok'), run(5, 'crit'), run(6, 'ok')];
    expect(computeUptime(toIntervals(given, 0, 90 * day, Infinity)).uptime).toBe(99.999);
    expect(computeUptime(toIntervals([run(0, 'warn')], 0, day, Infinity))).toEqual({ uptime: 100, known: 100 });
  });
});

describe('toStrip', () => {
  it('shows the worst state of each part, and unknown parts', () => {
    const WORST: readonly State[] = ['crit', 'warn', 'unknown', 'ok'];
    fc.assert(
      fc.property(runs, limit, fc.integer({ min: 1, max: 9 }), (given, deadAfter, step) => {
        const count = Math.ceil(60 / step);
        const strip = toStrip(toIntervals(given, 20, 20 + count * step, deadAfter), 20, step, count);
        const expected = Array.from({ length: count }, (_, part) => {
          const states = Array.from({ length: step }, (__, index) =>
            stateAt(given, 20 + part * step + index, deadAfter),
          );
          return WORST.find((state) => states.includes(state))?.[0] ?? '-';
        });
        expect(strip).toBe(expected.join(''));
      }),
    );
  });
});

describe('stateChanges', () => {
  it('returns the first report of each other state', () => {
    const given = [run(1, 'ok'), run(2, 'ok'), run(3, 'crit'), run(4, 'crit'), run(5, 'ok')];
    expect(stateChanges(given, 0).map(({ at }) => at)).toEqual([1, 3, 5]);
    expect(stateChanges(given, 2).map(({ at }) => at)).toEqual([3, 5]);
  });
});
