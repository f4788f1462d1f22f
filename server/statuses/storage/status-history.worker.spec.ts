import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openJobContext } from '../../../test/support/database/test-job-context.js';
import { STATES, type State } from '../../common/states.js';
import { recordReport, readRuns, type Run, deleteRunsBefore } from './status-runs.js';
import { toIntervals } from './status-timeline.js';
import { MINUTE_US, HOUR_US } from '../../common/time/timestamps.js';

const NOW_US = Date.UTC(2026, 0, 1) * 1_000;

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
  const runs = (fromUs = 0, toUs = NOW_US + 1_000 * HOUR_US): Run[] => readRuns(memory.context, 'a', fromUs, toUs);
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
          for (const { minute, state } of order) record(NOW_US - minute * MINUTE_US, state, NOW_US);
          return storedRuns();
        });
        const inTime = given.toSorted((a, b) => b.minute - a.minute);
        expect(results[0]).toEqual(results[1]);
        expect(timeline(NOW_US - 151 * MINUTE_US, NOW_US + MINUTE_US)).toEqual(
          toIntervals(
            inTime.map(({ minute, state }) => {
              const atUs = NOW_US - minute * MINUTE_US;
              return { atUs, untilUs: atUs, state, message: null };
            }),
            NOW_US - 151 * MINUTE_US,
            NOW_US + MINUTE_US,
            Infinity,
          ).map(({ state, fromUs }) => [fromUs, state]),
        );
      }),
    );
  });

  it('replace a report of the same time', () => {
    record(NOW_US, 'ok');
    record(NOW_US, 'crit');
    expect(storedRuns()).toEqual([[NOW_US, NOW_US, 'crit']]);
  });

  it('merge a day of equal reports into one run with the same timeline', () => {
    for (let minute = 0; minute < 24 * 60; minute += 1)
      record(NOW_US + minute * MINUTE_US, minute === 700 ? 'crit' : 'ok');
    expect(runs().length).toBeLessThan(65);
    expect(timeline(NOW_US, NOW_US + 24 * HOUR_US)).toEqual([
      [NOW_US, 'ok'],
      [NOW_US + 700 * MINUTE_US, 'crit'],
      [NOW_US + 701 * MINUTE_US, 'ok'],
    ]);
  });

  it('are not merged if the time between them exceeds the expected interval', () => {
    const lifetimeUs = 3 * MINUTE_US;
    for (let minute = 0; minute < 200; minute += 1) {
      if (minute < 20 || minute > 30)
        record(NOW_US + minute * MINUTE_US, 'ok', NOW_US + minute * MINUTE_US, lifetimeUs);
    }
    const states = toIntervals(runs(), NOW_US, NOW_US + 200 * MINUTE_US, lifetimeUs).map(({ state, fromUs }) => [
      (fromUs - NOW_US) / MINUTE_US,
      state,
    ]);
    expect(states).toEqual([
      [0, 'ok'],
      [22, null],
      [31, 'ok'],
    ]);
  });

  it('record a report that is received very late as a run of its own', () => {
    for (let minute = 0; minute <= 180; minute += 1) record(NOW_US + minute * MINUTE_US, 'ok');
    const atUs = NOW_US + 10 * MINUTE_US + 7;
    record(atUs, 'crit', NOW_US + 180 * MINUTE_US);
    expect(timeline(NOW_US, NOW_US + HOUR_US)).toEqual([
      [NOW_US, 'ok'],
      [atUs, 'crit'],
      [atUs + 1, 'ok'],
    ]);
    record(atUs - MINUTE_US, 'ok', NOW_US + 180 * MINUTE_US);
    expect(timeline(NOW_US, NOW_US + HOUR_US)).toHaveLength(3);
    record(NOW_US, 'warn', NOW_US + 180 * MINUTE_US);
    expect(timeline(NOW_US, NOW_US + 5 * MINUTE_US)).toEqual([
      [NOW_US, 'warn'],
      [NOW_US + 1, 'ok'],
    ]);
  });

  it('are deleted in bounded steps, except those that are needed for later times', () => {
    for (let minute = 0; minute < 10; minute += 1) record(NOW_US + minute * MINUTE_US, minute % 2 ? 'ok' : 'crit');
    const beforeUs = NOW_US + 6 * MINUTE_US;
    expect([4, 4, 4].map((limit) => deleteRunsBefore(memory.context, 'a', beforeUs, limit))).toEqual([4, 2, 0]);
    expect(runs().map(({ atUs }) => atUs)).toEqual([6, 7, 8, 9].map((minute) => NOW_US + minute * MINUTE_US));
  });
});
