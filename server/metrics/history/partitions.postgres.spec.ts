import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MetricJobsFixture } from '../../../test/support/database/metric-jobs-fixture.js';
import { NO_CUTOFFS, type RetentionCutoffs, ROLLUP_LEVELS } from './rollup-levels.js';
import { dropPartitions, createChunkPartition } from './partitions.postgres.js';
import { jobs as sealing } from './seal.worker.js';
import { runs } from '../../../test/support/jest/property-runs.js';
import { HOUR_US, DAY_US } from '../../common/time/timestamps.js';

const START_US = Date.UTC(2026, 0, 1) * 1_000;

describe('partitions', () => {
  let store: MetricJobsFixture;
  beforeEach(async () => {
    store = await MetricJobsFixture.open();
    store.nowUs = START_US + 10 * DAY_US;
    drop({ rawUs: START_US * 2, levelCutoffsUs: ROLLUP_LEVELS.map(() => START_US * 2) });
  });
  afterEach(() => {
    store.close();
  });

  function drop(kept: RetentionCutoffs): number {
    store.context.database.exec('BEGIN');
    const dropped = dropPartitions(store.context, kept);
    store.context.database.exec('COMMIT');
    return dropped;
  }

  /** Returns the days since `T` of the partitions of chunks: the first one, and the first one after it. */
  function partitions(): [number, number][] {
    return store.context
      .prepare(
        "SELECT relname AS name FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'chunks'::regclass",
      )
      .all()
      .map(
        ({ name }) =>
          String(name)
            .split('_')
            .slice(1)
            .map((day) => Number(day) - START_US / DAY_US) as [number, number],
      )
      .sort(([a], [b]) => a - b);
  }

  it('are created with the first row of a day, and dropped when they are entirely expired', () => {
    const days = 4;
    const points = Array.from({ length: days * 24 }, (_, hour) => ({
      key: 'a',
      value: hour,
      at: START_US + hour * HOUR_US,
    }));
    store.write(...points);
    sealing.seal(store.context, {
      nowUs: START_US + days * DAY_US + HOUR_US,
      after: 0,
      maxPoints: 1e6,
      maxWindows: 1e6,
      maxSeries: 9,
    });
    expect(partitions()).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    const chunks = store.count('chunks');

    expect(drop({ ...NO_CUTOFFS, rawUs: START_US + 2.5 * DAY_US })).toBe(2);
    expect(partitions()).toEqual([
      [2, 3],
      [3, 4],
    ]);
    expect(store.count('chunks')).toBe(chunks - 48);
    expect(drop({ ...NO_CUTOFFS, rawUs: START_US + 2.5 * DAY_US })).toBe(0);
  });

  it('of a rollup level are dropped by the retention of that level', () => {
    store.write({ key: 'a', value: 1, at: START_US }, { key: 'a', value: 2, at: START_US + DAY_US });
    sealing.seal(store.context, {
      nowUs: START_US + 2 * DAY_US,
      after: 0,
      maxPoints: 1e6,
      maxWindows: 1e6,
      maxSeries: 9,
    });
    expect(store.count('rollups')).toBe(ROLLUP_LEVELS.length);
    expect(
      drop({ rawUs: 0, levelCutoffsUs: ROLLUP_LEVELS.map((_, index) => (index === 0 ? START_US + 8 * DAY_US : 0)) }),
    ).toBe(1);
    expect(store.count('rollups')).toBe(ROLLUP_LEVELS.length - 1);
  });

  it('never overlap, cover every requested day, and remain few for any retention', () => {
    const day = fc.integer({ min: -9_000, max: 0 });
    fc.assert(
      fc.property(
        fc.array(day, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(0, START_US - 9_000 * DAY_US),
        (wanted, rawUs) => {
          drop({ rawUs: START_US * 2, levelCutoffsUs: ROLLUP_LEVELS.map(() => 0) });
          for (const each of wanted)
            createChunkPartition(store.context, START_US + each * DAY_US, { ...NO_CUTOFFS, rawUs });
          const all = partitions();
          for (const [index, [from, until]] of all.entries()) {
            expect(from).toBeLessThan(until);
            expect(from).toBeGreaterThanOrEqual(all[index - 1]?.[1] ?? -Infinity);
          }
          for (const each of wanted) {
            expect(all.filter(([from, until]) => from <= each && each < until)).toHaveLength(1);
            const [from, until] = all.find(([first, end]) => first <= each && each < end) as [number, number];
            expect(until - from).toBeLessThanOrEqual(rawUs === 0 ? 1 : 91);
          }
        },
      ),
      runs(15),
    );
  });
});
