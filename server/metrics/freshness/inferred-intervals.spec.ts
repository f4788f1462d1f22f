import { describe, expect, it } from '@jest/globals';
import { ColumnsBuilder } from '../input/point-columns.js';
import { SAMPLES } from '../../common/freshness/interval-estimator.js';
import { InferredIntervals, findNewestTimesUs } from './inferred-intervals.js';

const MINUTE = 60_000;

describe('InferredIntervals', () => {
  /** Records points of `[metric, tags, ms]`, stored at `now`. */
  function record(
    intervals: InferredIntervals,
    nowMs: number,
    points: readonly (readonly [string, string, number])[],
    hasExpectedInterval = false,
  ): void {
    const columns = new ColumnsBuilder();
    for (const [metric, tags, atMs] of points) columns.add(metric, tags, atMs * 1_000, 1);
    const built = columns.build();
    intervals.recordArrivals(built, findNewestTimesUs(built, nowMs * 1_000), nowMs, () => hasExpectedInterval);
  }

  const recordRegularly = (intervals: InferredIntervals, tags: string, every: number, count = SAMPLES + 1): void => {
    for (let round = 0; round < count; round += 1) record(intervals, round * every, [['m', tags, round * every]]);
  };

  it('infers an interval for each series, and returns the longest of the matching series', () => {
    const intervals = new InferredIntervals();
    recordRegularly(intervals, '{"host":"a"}', MINUTE);
    recordRegularly(intervals, '{"host":"b"}', 5 * MINUTE);
    record(intervals, 0, [['m', '{"host":"c"}', 0]]);
    expect(intervals.intervalMs('m', { host: 'a' })).toBe(3 * MINUTE);
    expect(intervals.intervalMs('m', { host: 'c' })).toBeUndefined();
    expect(intervals.intervalMs('m')).toBe(15 * MINUTE);
    expect(intervals.intervalMs('other')).toBeUndefined();
  });

  it('counts only points that are newer than the newest', () => {
    const intervals = new InferredIntervals();
    for (let round = 0; round < 3 * SAMPLES; round += 1) record(intervals, round * MINUTE, [['m', '{}', -round]]);
    expect(intervals.intervalMs('m')).toBeUndefined();
  });

  it('infers nothing for metrics with an expected interval', () => {
    const intervals = new InferredIntervals();
    for (let round = 0; round < 3 * SAMPLES; round += 1)
      record(intervals, round * MINUTE, [['m', '{}', round * MINUTE]], true);
    expect(intervals.intervalMs('m')).toBeUndefined();
  });

  it('returns each changed interval once, in parts, and none of a deleted metric', () => {
    const intervals = new InferredIntervals();
    recordRegularly(intervals, '{"host":"a"}', MINUTE);
    recordRegularly(intervals, '{"host":"b"}', MINUTE);
    const a = { metric: 'm', tags: '{"host":"a"}', inferredEveryMs: 3 * MINUTE };
    const b = { metric: 'm', tags: '{"host":"b"}', inferredEveryMs: 3 * MINUTE };
    expect([intervals.takeUnsaved(1), intervals.takeUnsaved(9), intervals.takeUnsaved(9)]).toEqual([[a], [b], []]);
    recordRegularly(intervals, '{"host":"c"}', MINUTE);
    intervals.remove('m');
    expect([intervals.takeUnsaved(9), intervals.intervalMs('m')]).toEqual([[], undefined]);
  });

  it('counts the series of a large commit in several steps, and infers the right interval for each', () => {
    const intervals = new InferredIntervals();
    const many = Array.from({ length: 1_200 }, (_, index) => `{"n":"${index}"}`);
    for (let round = 0; round < 4 * SAMPLES; round += 1) {
      record(
        intervals,
        round * MINUTE,
        many.map((tags) => ['m', tags, round * MINUTE]),
      );
      if (round === SAMPLES) expect(intervals.intervalMs('m', { n: '1199' })).toBeUndefined();
    }
    expect(many.every((_, index) => intervals.intervalMs('m', { n: String(index) }) === 3 * MINUTE)).toBe(true);
  });

  it('uses the latest time of a series, and the current time for points that have none', () => {
    const columns = new ColumnsBuilder();
    columns.add('m', '{}', 5, 1);
    columns.add('m', '{}', 9, 1);
    columns.add('m', '{}', 7, 1);
    columns.add('n', '{}', NaN, 1);
    expect([...findNewestTimesUs(columns.build(), 1_000)]).toEqual([9, 1_000]);
  });
});
