import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HistoryModel, type HistoryQuery, type WrittenPoint } from '../../../test/fixtures/history-model.js';
import { MetricJobsFixture } from '../../../test/support/database/metric-jobs-fixture.js';
import { msToUs } from '../../common/time/timestamps.js';
import { AGGREGATES } from '../query/aggregate.js';
import { bucketsOver } from '../query/buckets.js';
import { jobs as retaining } from './retention.worker.js';
import { readBucketValues } from './read-history.js';
import { findLastPoint } from './last-point.js';
import { floorToMultiple, ROLLUP_LEVELS, sealedUntilUs } from './rollup-levels.js';
import { runs } from '../../../test/support/jest/property-runs.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 1, 12);

let store: MetricJobsFixture;
beforeEach(async () => {
  store = await MetricJobsFixture.open();
});
afterEach(() => {
  store.close();
});

const value = fc.oneof(
  fc.integer({ min: -1_000, max: 100_000 }).map((whole) => whole / 100),
  // SQLite stores -0 as 0.
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((number) => number + 0),
);
/** Many times within a few hours, so that some are equal and most windows get late points. Some are so dense that windows are full. */
const times = fc
  .oneof(
    fc.integer({ min: -3 * 360, max: 4 * 360 }).map((step) => step * 10 * SECOND),
    fc.integer({ min: -3 * HOUR, max: 4 * HOUR }),
    fc.integer({ min: 0, max: 400 }).map((step) => step * SECOND),
  )
  .map((offset) => START + offset);
const writes = fc.array(fc.tuple(times, value), { minLength: 1, maxLength: 300, size: 'max' });

/** Points to write, and the time at which they are sealed. */
interface Step {
  readonly points: readonly WrittenPoint[];
  readonly nowMs: number;
  readonly limits: { readonly maxPoints: number; readonly maxWindows: number };
}

const steps = fc.array(
  fc.record<Step>({
    points: writes,
    nowMs: fc.constantFrom(-60, 10, 66, 120, 300, 360).map((minutes) => START + minutes * MINUTE),
    limits: fc.record({ maxPoints: fc.constantFrom(20, 2_000), maxWindows: fc.constantFrom(1, 8) }),
  }),
  { minLength: 1, maxLength: 5 },
);

const queries = fc.record<HistoryQuery>({
  aggregate: fc.constantFrom(...AGGREGATES),
  fromMs: fc.integer({ min: -4 * HOUR, max: 5 * HOUR }).map((offset) => START + offset),
  spanMs: fc.integer({ min: 1, max: 9 * HOUR }),
  stepMs: fc.constantFrom(7, 10, 60, 90, 180, 600, 1_500, 3_600, 10_800).map((seconds) => seconds * SECOND),
  isFixed: fc.boolean(),
});

function replay(order: readonly Step[]): HistoryModel {
  const model = new HistoryModel(store, order[0]?.points ?? []);
  for (const [index, { points, nowMs, limits }] of order.entries()) {
    if (index > 0) model.write(points);
    model.seal(nowMs, limits);
  }
  return model;
}

describe('history', () => {
  it('returns the same values regardless of the order and the sealing of points', () => {
    fc.assert(
      fc.property(steps, fc.array(queries, { minLength: 5, maxLength: 5 }), (order, selected) => {
        const model = replay(order);
        return selected.every((query) => model.agrees(query));
      }),
      runs(40),
    );
  });

  it('finds the last point before any time', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: -4 * HOUR, max: 5 * HOUR }), (order, offset) => {
        const { points, seriesId } = replay(order);
        const untilUs = msToUs(START + offset);
        const [last] = [...points].filter(([atMs]) => msToUs(atMs) <= untilUs).sort(([a], [b]) => b - a);
        expect(findLastPoint(store.context, seriesId, untilUs)).toEqual(
          last && { atUs: msToUs(last[0]), value: last[1] },
        );
      }),
      runs(30),
    );
  });

  it('aggregates by days of any time zone', () => {
    const days = fc.record<HistoryQuery>({
      aggregate: fc.constantFrom(...AGGREGATES),
      fromMs: fc.integer({ min: -30 * HOUR, max: 5 * HOUR }).map((offset) => START + offset),
      spanMs: fc.integer({ min: 1, max: 50 * HOUR }),
      // Midnight is in the middle of the points in these zones.
      timeZone: fc.constantFrom(
        'Pacific/Auckland',
        'Australia/Lord_Howe',
        'Pacific/Chatham',
        'Asia/Tokyo',
        'Asia/Kabul',
      ),
      isFixed: fc.boolean(),
    });
    fc.assert(
      fc.property(steps, fc.array(days, { minLength: 5, maxLength: 5 }), (order, selected) => {
        const model = replay(order);
        return selected.every((query) => model.agreesByBucket(query));
      }),
      runs(20),
    );
  });

  it('computes means within the range of the values, and the exact mean of equal values', () => {
    const near = fc
      .oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0.1, 0.7, 1 / 3, 21.5, 1e-300))
      .chain((base) => fc.constantFrom([base], [base, base * (1 + Number.EPSILON)], [base, base + 1]));
    const queries = fc.constantFrom<HistoryQuery>(
      { aggregate: 'avg', fromMs: START, spanMs: HOUR, stepMs: 10 * SECOND, isFixed: false },
      { aggregate: 'avg', fromMs: START, spanMs: 3 * HOUR, stepMs: 10 * MINUTE, isFixed: false },
      { aggregate: 'avg', fromMs: START, spanMs: 3 * HOUR, stepMs: HOUR, isFixed: false },
      { aggregate: 'avg', fromMs: START - 24 * HOUR, spanMs: 48 * HOUR, isFixed: false },
    );
    fc.assert(
      fc.property(near, fc.integer({ min: 1, max: 700 }), queries, fc.boolean(), (values, count, query, sealed) => {
        const points = Array.from({ length: count }, (_, i): WrittenPoint => [
          START + i * 11 * SECOND,
          values[i % values.length] ?? 0,
        ]);
        const model = new HistoryModel(store, points);
        if (sealed) model.seal(START + 6 * HOUR);
        return model.bucketValues(query).every((mean) => mean >= Math.min(...values) && mean <= Math.max(...values));
      }),
      runs(60),
    );
  });

  it('reads any number of unsealed points', () => {
    const points = Array.from({ length: 45_000 }, (_, i): WrittenPoint => [START - 4 * HOUR + i * 200, i % 100]);
    const model = new HistoryModel(store, points.slice(0, 9_000));
    for (let from = 9_000; from < points.length; from += 9_000) model.write(points.slice(from, from + 9_000));
    const query = {
      aggregate: 'sum',
      fromMs: START - 4 * HOUR,
      spanMs: 3 * HOUR,
      stepMs: HOUR,
      isFixed: false,
    } as const;
    expect(model.agrees(query)).toBe(true);
  });

  it('keeps only the last point of a silent series unsealed', () => {
    const points = Array.from({ length: 2_000 }, (_, i): WrittenPoint => [START + i * 10 * SECOND, i]);
    new HistoryModel(store, points).seal(START + 10 * HOUR);
    expect(store.count('points')).toBe(1);
    expect(store.count('chunks')).toBe(6);
    expect(store.count('rollups')).toBe(5);
  });
});

describe('history whose raw points are deleted', () => {
  /** Deletes raw points that are older than this many hours before the end, and optionally the rollups by minute. */
  function deleteOld(hours: number, minutes: boolean): void {
    const rawUs = Math.min(msToUs(START + hours * HOUR), sealedUntilUs(msToUs(START + 6 * HOUR)));
    const finest = minutes ? floorToMultiple(rawUs, ROLLUP_LEVELS[0]?.spanUs ?? 1) : 0;
    retaining.setCutoffs(store.context, { rawUs, levelCutoffsUs: [finest, 0, 0] });
    retaining.deleteExpired(store.context, { after: 0, maxRows: 1e6, maxSeries: 100 });
  }

  /** Queries for whole buckets of the remaining rollups, which do not contain the time of the last point. */
  const coarse = fc.record<HistoryQuery>({
    aggregate: fc.constantFrom(...AGGREGATES.filter((aggregate) => aggregate !== 'last')),
    fromMs: fc.integer({ min: -4, max: 5 }).map((hours) => START + hours * HOUR),
    spanMs: fc.integer({ min: 1, max: 9 }).map((hours) => hours * HOUR),
    stepMs: fc.constantFrom(10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR),
    isFixed: fc.constant(false),
  });

  it('is read from rollups, and includes late points', () => {
    const scenario = { hours: fc.integer({ min: -2, max: 5 }), minutes: fc.boolean(), late: writes };
    fc.assert(
      fc.property(
        steps,
        fc.record(scenario),
        fc.array(coarse, { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        (order, { hours, minutes, late }, selected, seal) => {
          const model = replay(order);
          model.seal(START + 6 * HOUR);
          deleteOld(hours, minutes);
          const before = selected.every((query) => model.agrees(query));
          // A point that replaces a deleted one would be counted twice.
          model.write(late.filter(([atMs]) => !model.points.has(atMs)));
          if (seal) model.seal(START + 6 * HOUR);
          return before && selected.every((query) => model.agrees(query));
        },
      ),
      runs(40),
    );
  });

  it('counts an hour that contains midnight in the day of its start', () => {
    const model = new HistoryModel(store, [
      [Date.parse('2026-01-01T18:20Z'), 1],
      [Date.parse('2026-01-01T18:40Z'), 2],
      [Date.parse('2026-01-01T19:10Z'), 4],
      [START + 9 * HOUR, 8],
    ]);
    const sums = (): number[] => {
      const buckets = bucketsOver(START, START + 7 * HOUR, { unit: 'day', count: 1 }, 'Asia/Kolkata');
      const bucketValues = readBucketValues(store.context, { series: [model.seriesId], aggregate: 'sum', buckets });
      return bucketValues.map(({ value }) => value);
    };
    model.seal(START + 12 * HOUR);
    expect(sums()).toEqual([1, 14]);
    const allUs = msToUs(START + 8 * HOUR);
    retaining.setCutoffs(store.context, { rawUs: allUs, levelCutoffsUs: [allUs, allUs, 0] });
    retaining.deleteExpired(store.context, { after: 0, maxRows: 1e6, maxSeries: 100 });
    expect(sums()).toEqual([3, 12]);
  });

  it('still finds the last value at the end of its rollup bucket', () => {
    const model = new HistoryModel(store, [
      [START - 2 * HOUR + 30 * SECOND, 7],
      [START + 5 * HOUR, 8],
    ]);
    model.seal(START + 6 * HOUR);
    deleteOld(0, false);
    expect(findLastPoint(store.context, model.seriesId, msToUs(START))).toEqual({
      atUs: msToUs(START - 2 * HOUR + MINUTE) - 1,
      value: 7,
    });
    expect(findLastPoint(store.context, model.seriesId, msToUs(START - 3 * HOUR))).toBeUndefined();
  });
});
