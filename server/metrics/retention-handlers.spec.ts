import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jobs as catalogue } from './catalogue-handlers.js';
import { jobs } from './retention-handlers.js';
import { MemoryStore } from '../../test/store/memory-store.js';

const T = 1_700_000_000;

describe('sweep', () => {
  let store: MemoryStore;
  beforeEach(async () => {
    store = await MemoryStore.open();
    for (const key of ['a', 'b', 'c']) {
      store.write(...Array.from({ length: 10 }, (_, i) => ({ key, value: i, at: T + i })));
    }
  });
  afterEach(() => {
    store.close();
  });

  /** Deletions of each step. */
  function sweep(before: number, limits: { maxPoints: number; maxSeries: number }): number[] {
    const steps = [];
    for (let after: number | undefined = 0; after !== undefined;) {
      const step = jobs.sweep(store.context, { before: before * 1e6, after, ...limits });
      steps.push(step.deleted);
      after = step.after;
    }
    return steps;
  }

  it('deletes what is older and nothing else', () => {
    sweep(T + 4, { maxPoints: 100, maxSeries: 100 });
    expect(store.points('a').map(([, value]) => value)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(store.count('points')).toBe(18);
  });

  it('never deletes the last point of a series', () => {
    sweep(T + 1_000, { maxPoints: 100, maxSeries: 100 });
    expect(['a', 'b', 'c'].map((key) => store.points(key))).toEqual(Array(3).fill([[(T + 9) * 1e6, 9]]));
  });

  it('goes in steps of bounded size', () => {
    expect(sweep(T + 1_000, { maxPoints: 4, maxSeries: 2 })).toEqual([4, 4, 4, 4, 4, 4, 3]);
    expect(store.count('points')).toBe(3);
  });

  it('takes away what a deleted metric left, and only that', () => {
    catalogue.remove(store.context, { key: 'b' });
    expect(store.count('points')).toBe(30);
    let steps = 1;
    while (!jobs.sweepDeleted(store.context, { maxPoints: 4, maxSeries: 5 }).done) steps += 1;
    expect(steps).toBe(3);
    expect(store.count('points')).toBe(20);
    expect(store.count('deleted_series')).toBe(0);
    expect(store.points('a')).toHaveLength(10);
  });
});
