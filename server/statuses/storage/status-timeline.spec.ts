import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STATES, type State } from '../../common/states.js';
import type { Run } from './status-runs.js';
import { stateChanges, toIntervals, toStrip, computeUptime } from './status-timeline.js';

const run = (atUs: number, state: State, untilUs = atUs): Run => ({ atUs, untilUs, state, message: null });

/** Runs without overlaps, in their order. */
const runs = fc
  .uniqueArray(fc.record({ atUs: fc.nat(100), lengthUs: fc.nat(10), state: fc.constantFrom(...STATES) }), {
    selector: ({ atUs }) => atUs,
    maxLength: 12,
  })
  .map((given) =>
    given
      .toSorted((a, b) => a.atUs - b.atUs)
      .map(({ atUs, lengthUs, state }, index, all) =>
        run(atUs, state, Math.min(atUs + lengthUs, (all[index + 1]?.atUs ?? Infinity) - 1)),
      ),
  );
const window = fc.record({ fromUs: fc.nat(60), lengthUs: fc.integer({ min: 1, max: 60 }) });
const limit = fc.oneof(fc.nat(15), fc.constant(Infinity));

/** The state at a time, computed without intervals. */
function stateAt(given: readonly Run[], timeUs: number, lifetimeUs: number): State | null {
  const last = given.findLast(({ atUs }) => atUs <= timeUs);
  return last && timeUs < last.untilUs + lifetimeUs ? last.state : null;
}

describe('toIntervals', () => {
  it('covers the time without gaps, with the state of the last report at each time', () => {
    fc.assert(
      fc.property(runs, window, limit, (given, { fromUs, lengthUs }, lifetimeUs) => {
        const toUs = fromUs + lengthUs;
        const intervals = toIntervals(given, fromUs, toUs, lifetimeUs);
        expect([intervals[0]?.fromUs, intervals.at(-1)?.toUs]).toEqual([fromUs, toUs]);
        intervals.forEach((each, index) => {
          if (index > 0) expect(each.fromUs).toBe(intervals[index - 1]?.toUs);
          if (index > 0) expect(each.state).not.toBe(intervals[index - 1]?.state);
          for (let timeUs = each.fromUs; timeUs < each.toUs; timeUs += 1) {
            expect(each.state).toBe(stateAt(given, timeUs, lifetimeUs));
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
    expect(toIntervals(given, 0, 10, Infinity)).toEqual([{ fromUs: 0, toUs: 10, state: 'crit', message: 'refused' }]);
  });
});

describe('computeUptime', () => {
  it('returns the percentage of the known time that was not crit', () => {
    fc.assert(
      fc.property(runs, window, limit, (given, { fromUs, lengthUs }, lifetimeUs) => {
        const states = Array.from({ length: lengthUs }, (_, index) => stateAt(given, fromUs + index, lifetimeUs));
        const count = (...wanted: State[]): number =>
          states.filter((state) => state !== null && wanted.includes(state)).length;
        const { uptime, known } = computeUptime(toIntervals(given, fromUs, fromUs + lengthUs, lifetimeUs));
        const knownTime = count('ok', 'warn', 'crit');
        expect(known).toBeCloseTo((knownTime / lengthUs) * 100, 2);
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
      fc.property(runs, limit, fc.integer({ min: 1, max: 9 }), (given, lifetimeUs, stepUs) => {
        const count = Math.ceil(60 / stepUs);
        const strip = toStrip(toIntervals(given, 20, 20 + count * stepUs, lifetimeUs), 20, stepUs, count);
        const expected = Array.from({ length: count }, (_, part) => {
          const states = Array.from({ length: stepUs }, (__, index) =>
            stateAt(given, 20 + part * stepUs + index, lifetimeUs),
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
    expect(stateChanges(given, 0).map(({ atUs }) => atUs)).toEqual([1, 3, 5]);
    expect(stateChanges(given, 2).map(({ atUs }) => atUs)).toEqual([3, 5]);
  });
});
