import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { onPostgres } from '../../../test/support/database/test-database.js';
import { MetricJobsFixture } from '../../../test/support/database/metric-jobs-fixture.js';
import { jobs as catalog } from '../storage/metric-catalog.worker.js';
import { jobs as sealing } from './seal.worker.js';
import { jobs } from './retention.worker.js';
import { HOUR_US } from '../../common/time/timestamps.js';

const START_US = Date.UTC(2026, 0, 1) * 1_000;
const KEYS = ['a', 'b', 'c'];

/** PostgreSQL drops partitions instead, which another spec tests. */
const itByRows = onPostgres ? it.skip : it;

describe('retention jobs', () => {
  let store: MetricJobsFixture;
  beforeEach(async () => {
    store = await MetricJobsFixture.open();
    for (const key of KEYS) {
      store.write(...Array.from({ length: 60 }, (_, i) => ({ key, value: i, at: START_US + (i * HOUR_US) / 10 })));
    }
    sealing.seal(store.context, {
      nowUs: START_US + 9 * HOUR_US,
      after: 0,
      maxPoints: 1e6,
      maxWindows: 1e6,
      maxSeries: 100,
    });
  });
  afterEach(() => {
    store.close();
  });

  function setCutoffs(rawUs: number, level = 0): void {
    jobs.setCutoffs(store.context, { rawUs, levelCutoffsUs: [level, 0, 0] });
  }

  /** Returns the number of deletions of each step. */
  function deleteExpired(limits: { maxRows: number; maxSeries: number }): number[] {
    const steps = [];
    for (let after: number | undefined = 0; after !== undefined;) {
      const step = jobs.deleteExpired(store.context, { after, ...limits });
      steps.push(step.deleted);
      after = step.after;
    }
    return steps;
  }

  itByRows('deletes only expired chunks', () => {
    expect(store.count('chunks')).toBe(18);
    setCutoffs(START_US + 4 * HOUR_US);
    deleteExpired({ maxRows: 100, maxSeries: 100 });
    expect(store.count('chunks')).toBe(6);
    expect(store.count('rollups')).toBe(15);
    expect(store.count('points')).toBe(3);
  });

  itByRows('deletes the expired rows of a level', () => {
    setCutoffs(0, START_US + 12 * HOUR_US);
    deleteExpired({ maxRows: 100, maxSeries: 100 });
    expect(store.count('rollups')).toBe(6);
    expect(store.count('chunks')).toBe(18);
  });

  it('never moves a cutoff back', () => {
    setCutoffs(START_US + 4 * HOUR_US);
    setCutoffs(START_US + 2 * HOUR_US);
    expect(jobs.readCutoffs(store.context).rawUs).toBe(START_US + 4 * HOUR_US);
  });

  itByRows('deletes in steps of limited size', () => {
    setCutoffs(START_US + 6 * HOUR_US);
    expect(deleteExpired({ maxRows: 4, maxSeries: 2 })).toEqual([4, 4, 4, 4, 2]);
    expect(store.count('chunks')).toBe(0);
  });

  it('deletes only the history of a deleted metric', () => {
    catalog.removeMetric(store.context, { key: 'b' });
    expect([store.count('points'), store.count('chunks'), store.count('rollups')]).toEqual([3, 18, 15]);
    let steps = 1;
    while (!jobs.purgeDeletedSeries(store.context, { maxPoints: 4, maxRows: 4, maxSeries: 5 }).done) steps += 1;
    expect(steps).toBe(3);
    expect([store.count('points'), store.count('chunks'), store.count('rollups')]).toEqual([2, 12, 10]);
    expect(store.count('deleted_series')).toBe(0);
    expect(store.points('b')).toEqual([]);
  });

  it('deletes unsealed points of a deleted metric in small steps', () => {
    store.write(...Array.from({ length: 10 }, (_, i) => ({ key: 'new', value: i, at: START_US + 10 * HOUR_US + i })));
    catalog.removeMetric(store.context, { key: 'new' });
    let steps = 1;
    while (!jobs.purgeDeletedSeries(store.context, { maxPoints: 4, maxRows: 4, maxSeries: 5 }).done) steps += 1;
    expect(steps).toBe(3);
    expect(store.count('points')).toBe(3);
  });

  it('reports the size and the oldest data', () => {
    const { bytes, oldestUs } = jobs.readUsage(store.context);
    expect(bytes).toBeGreaterThan(10_000);
    expect(oldestUs).toEqual([
      START_US,
      START_US,
      START_US - (START_US % (48 * HOUR_US)),
      START_US - (START_US % (240 * HOUR_US)),
    ]);
  });
});
