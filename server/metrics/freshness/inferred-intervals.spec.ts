import { describe, expect, it } from '@jest/globals';
import { ColumnsBuilder } from '../input/point-columns.js';
import { SAMPLES } from './interval-estimator.js';
import { InferredIntervals, newestTimesOf } from './inferred-intervals.js';

const MINUTE = 60_000;

describe('MetricCadences', () => {
  /** Points of `[metric, tags, ms]`, stored at `now`. */
  function take(
    cadences: InferredIntervals,
    now: number,
    points: readonly (readonly [string, string, number])[],
    isPromised = false,
  ): void {
    const columns = new ColumnsBuilder();
    for (const [metric, tags, at] of points) columns.add(metric, tags, at * 1_000, 1);
    const built = columns.build();
    cadences.recordArrivals(built, newestTimesOf(built, now * 1_000), now, () => isPromised);
  }

  const rhythm = (cadences: InferredIntervals, tags: string, every: number, count = SAMPLES + 1): void => {
    for (let turn = 0; turn < count; turn += 1) take(cadences, turn * every, [['m', tags, turn * every]]);
  };

  it('learns of each series for itself, and answers the most patient of those that are asked for', () => {
    const cadences = new InferredIntervals();
    rhythm(cadences, '{"host":"a"}', MINUTE);
    rhythm(cadences, '{"host":"b"}', 5 * MINUTE);
    take(cadences, 0, [['m', '{"host":"c"}', 0]]);
    expect(cadences.intervalMs('m', { host: 'a' })).toBe(3 * MINUTE);
    expect(cadences.intervalMs('m', { host: 'c' })).toBeUndefined();
    expect(cadences.intervalMs('m')).toBe(15 * MINUTE);
    expect(cadences.intervalMs('other')).toBeUndefined();
  });

  it('takes only what is newer than the newest for news', () => {
    const cadences = new InferredIntervals();
    for (let turn = 0; turn < 3 * SAMPLES; turn += 1) take(cadences, turn * MINUTE, [['m', '{}', -turn]]);
    expect(cadences.intervalMs('m')).toBeUndefined();
  });

  it('learns nothing where a promise is given', () => {
    const cadences = new InferredIntervals();
    for (let turn = 0; turn < 3 * SAMPLES; turn += 1) take(cadences, turn * MINUTE, [['m', '{}', turn * MINUTE]], true);
    expect(cadences.intervalMs('m')).toBeUndefined();
  });

  it('gives out what is newly learnt once, in parts, and nothing of what is deleted', () => {
    const cadences = new InferredIntervals();
    rhythm(cadences, '{"host":"a"}', MINUTE);
    rhythm(cadences, '{"host":"b"}', MINUTE);
    const a = { metric: 'm', tags: '{"host":"a"}', inferredEveryMs: 3 * MINUTE };
    const b = { metric: 'm', tags: '{"host":"b"}', inferredEveryMs: 3 * MINUTE };
    expect([cadences.takeUnsaved(1), cadences.takeUnsaved(9), cadences.takeUnsaved(9)]).toEqual([[a], [b], []]);
    rhythm(cadences, '{"host":"c"}', MINUTE);
    cadences.remove('m');
    expect([cadences.takeUnsaved(9), cadences.intervalMs('m')]).toEqual([[], undefined]);
  });

  it('learns of many in turns, and of each rightly', () => {
    const cadences = new InferredIntervals();
    const many = Array.from({ length: 1_200 }, (_, index) => `{"n":"${index}"}`);
    for (let turn = 0; turn < 4 * SAMPLES; turn += 1) {
      take(
        cadences,
        turn * MINUTE,
        many.map((tags) => ['m', tags, turn * MINUTE]),
      );
      if (turn === SAMPLES) expect(cadences.intervalMs('m', { n: '1199' })).toBeUndefined();
    }
    expect(many.every((_, index) => cadences.intervalMs('m', { n: String(index) }) === 3 * MINUTE)).toBe(true);
  });

  it('takes the time of a point without one from the clock, and the greatest of many', () => {
    const columns = new ColumnsBuilder();
    columns.add('m', '{}', 5, 1);
    columns.add('m', '{}', 9, 1);
    columns.add('m', '{}', 7, 1);
    columns.add('n', '{}', NaN, 1);
    expect([...newestTimesOf(columns.build(), 1_000)]).toEqual([9, 1_000]);
  });
});
