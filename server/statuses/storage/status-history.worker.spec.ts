import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openJobContext } from '../../../test/support/database/test-job-context.js';
import { STATES, type State } from '../../common/states.js';
import { recordReport, readRuns, type Run, deleteRunsBefore } from './status-runs.js';
import { toIntervals } from './status-timeline.js';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 0, 1) * 1_000;

describe('status runs', () => {
  let memory: Awaited<ReturnType<typeof openJobContext>>;
  beforeEach(async () => {
    memory = await openJobContext();
  });
  afterEach(() => {
    memory.close();
  });

  const record = (atUs: number, state: State, nowUs = atUs, lifetimeUs = Infinity): void => {
    recordReport(memory.context, 'a', { atUs, state, message: null }, nowUs, lifetimeUs);
  };
  const runs = (fromUs = 0, toUs = NOW + 1_000 * HOUR): Run[] => readRuns(memory.context, 'a', fromUs, toUs);
  const storedRuns = (): unknown[] => runs().map(({ atUs, untilUs, state }) => [atUs, untilUs, state]);
  const timeline = (fromUs: number, toUs: number): unknown[] =>
    toIntervals(runs(fromUs, toUs), fromUs, toUs, Infinity).map((each) => [each.fromUs, each.state]);

  it('are equal for any order of reports', () => {
    const report = fc.record({ minute: fc.nat(150), state: fc.constantFrom(...STATES) });
    const reports = fc.uniqueArray(report, { selector: ({ minute }) => minute, minLength: 1, maxLength: 20 });
    const orders = reports.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(orders, ([given, shuffled]) => {
        const results = [given, shuffled].map((order) => {
          memory.context.database.exec('DELETE FROM status_history');
          for (const { minute, state } of order) record(NOW - minute * MINUTE, state, NOW);
          return storedRuns();
        });
        const inTime = given.toSorted((a, b) => b.minute - a.minute);
        expect(results[0]).toEqual(results[1]);
        expect(timeline(NOW - 151 * MINUTE, NOW + MINUTE)).toEqual(
          toIntervals(
            inTime.map(({ minute, state }) => {
              const atUs = NOW - minute * MINUTE;
              return { atUs, untilUs: atUs, state, message: null };
            }),
            NOW - 151 * MINUTE,
            NOW + MINUTE,
            Infinity,
          ).map(({ state, fromUs }) => [fromUs, state]),
        );
      }),
    );
  });

  it('replace a report of the same time', () => {
    record(NOW, 'ok');
    record(NOW, 'crit');
    expect(storedRuns()).toEqual([[NOW, NOW, 'crit']]);
  });

  it('merge a day of equal reports into one run with the same timeline', () => {
    for (let minute = 0; minute < 24 * 60; minute += 1) record(NOW + minute * MINUTE, minute === 700 ? 'crit' : 'ok');
    expect(runs().length).toBeLessThan(65);
    expect(timeline(NOW, NOW + 24 * HOUR)).toEqual([
      [NOW, 'ok'],
      [NOW + 700 * MINUTE, 'crit'],
      [NOW + 701 * MINUTE, 'ok'],
    ]);
  });

  it('are not merged if the time between them exceeds the expected interval', () => {
    const lifetimeUs = 3 * MINUTE;
    for (let minute = 0; minute < 200; minute += 1) {
      if (minute < 20 || minute > 30) record(NOW + minute * MINUTE, 'ok', NOW + minute * MINUTE, lifetimeUs);
    }
    const states = toIntervals(runs(), NOW, NOW + 200 * MINUTE, lifetimeUs).map(({ state, fromUs }) => [
      (fromUs - NOW) / MINUTE,
      state,
    ]);
    expect(states).toEqual([
      [0, 'ok'],
      [22, null],
      [31, 'ok'],
    ]);
  });

  it('record a report that is received very late as a run of its own', () => {
    for (let minute = 0; minute <= 180; minute += 1) record(NOW + minute * MINUTE, 'ok');
    const atUs = NOW + 10 * MINUTE + 7;
    record(atUs, 'crit', NOW + 180 * MINUTE);
    expect(timeline(NOW, NOW + HOUR)).toEqual([
      [NOW, 'ok'],
      [atUs, 'crit'],
      [atUs + 1, 'ok'],
    ]);
    record(atUs - MINUTE, 'ok', NOW + 180 * MINUTE);
    expect(timeline(NOW, NOW + HOUR)).toHaveLength(3);
    record(NOW, 'warn', NOW + 180 * MINUTE);
    expect(timeline(NOW, NOW + 5 * MINUTE)).toEqual([
      [NOW, 'warn'],
      [NOW + 1, 'ok'],
    ]);
  });

  it('are deleted in bounded steps, except those that are needed for later times', () => {
    for (let minute = 0; minute < 10; minute += 1) record(NOW + minute * MINUTE, minute % 2 ? 'ok' : 'crit');
    const beforeUs = NOW + 6 * MINUTE;
    expect([4, 4, 4].map((limit) => deleteRunsBefore(memory.context, 'a', beforeUs, limit))).toEqual([4, 2, 0]);
    expect(runs().map(({ atUs }) => atUs)).toEqual([6, 7, 8, 9].map((minute) => NOW + minute * MINUTE));
  });
});
