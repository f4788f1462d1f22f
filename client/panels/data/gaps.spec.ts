import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Column } from './chart-data';
import { UNLIMITED_DISTANCE, continuityOf, nearestRow, type Gap } from './gaps';

const MINUTE = 60_000;
const timesOf = (column: Column): number[] => column.map((_, row) => row * MINUTE);
const without = (...missing: number[]): Column =>
  Array.from({ length: 30 }, (_, row) => (missing.includes(row) ? null : row));
const TIMES = timesOf(without());

describe('continuityOf', () => {
  it('finds gaps that are much longer than usual steps', () => {
    expect(continuityOf(TIMES, without(10, 11, 12)).gaps).toEqual([{ from: 9 * MINUTE, to: 13 * MINUTE }]);
  });

  it('ignores single missing values', () => {
    expect(continuityOf(TIMES, without(5, 6, 15)).gaps).toEqual([]);
  });

  it('finds no gaps with few points', () => {
    expect(continuityOf([0, MINUTE, 60 * MINUTE], [1, 2, 3]).gaps).toEqual([]);
  });

  it('reports a point between two gaps as isolated', () => {
    const column = without(10, 11, 12, 14, 15, 16);
    expect(continuityOf(TIMES, column).isolated).toEqual([13]);
    expect(continuityOf(TIMES, without()).isolated).toEqual([]);
  });

  it('reports a single point as isolated', () => {
    expect(continuityOf(TIMES, [null, 42, null]).isolated).toEqual([1]);
  });
});

/** Periods with a constant distance between points, in ms, with more points than the gap detection compares. */
const paces = fc.array(fc.record({ step: fc.integer({ min: 1, max: 1e6 }), count: fc.integer({ min: 8, max: 20 }) }), {
  minLength: 1,
  maxLength: 5,
});
const timesAt = (stretches: readonly { step: number; count: number }[], start = 0): number[] =>
  stretches.reduce<number[]>(
    (times, { step, count }) => {
      for (let nth = 0; nth < count; nth += 1) times.push((times.at(-1) ?? start) + step);
      return times;
    },
    [start],
  );
const gapsOf = (times: readonly number[]): readonly Gap[] => continuityOf(times, times).gaps;

describe('gap detection', () => {
  it('finds no gap if the sampling rate changes', () => {
    fc.assert(
      fc.property(paces, (stretches) => {
        expect(gapsOf(timesAt(stretches))).toEqual([]);
      }),
    );
  });

  it('finds an outage at any sampling rate', () => {
    fc.assert(
      fc.property(paces, paces, fc.double({ min: 4, max: 1_000, noNaN: true }), (before, after, factor) => {
        const early = timesAt(before);
        const from = early.at(-1) ?? 0;
        const to = from + factor * Math.max(before.at(-1)?.step ?? 0, after[0]?.step ?? 0);
        expect(gapsOf([...early, ...timesAt(after, to)])).toEqual([{ from, to }]);
      }),
    );
  });

  const steps = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 20, maxLength: 60 });
  const timesOfSteps = (given: readonly number[]): number[] =>
    given.reduce<number[]>((times, step) => [...times, (times.at(-1) ?? 0) + step], [0]);

  it('is independent of the time unit', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(2, 60, 1_000), (given, factor) => {
        const scaled = gapsOf(timesOfSteps(given.map((step) => step * factor)));
        expect(scaled).toEqual(
          gapsOf(timesOfSteps(given)).map(({ from, to }) => ({ from: from * factor, to: to * factor })),
        );
      }),
    );
  });

  it('is not changed by later points', () => {
    fc.assert(
      fc.property(steps, steps, (given, more) => {
        const times = timesOfSteps(given);
        const settled = times.at(-7) ?? 0;
        const early = (all: readonly Gap[]): readonly Gap[] => all.filter(({ to }) => to <= settled);
        expect(early(gapsOf(timesOfSteps([...given, ...more])))).toEqual(early(gapsOf(times)));
      }),
    );
  });
});

describe('nearestRow', () => {
  const column = fc.array(fc.option(fc.constant(1), { nil: null }), { minLength: 1, maxLength: 30 });

  it('returns the nearest row with a value', () => {
    fc.assert(
      fc.property(column, fc.nat({ max: 30 }), (values, at) => {
        const times = timesOf(values);
        const near = Math.min(at, values.length - 1);
        const time = times[near] ?? 0;
        const found = nearestRow(times, values, near, { time, gaps: [], maxDistance: UNLIMITED_DISTANCE });
        const distances = values.flatMap((value, row) => (value === null ? [] : [Math.abs(row - near)]));
        expect(found === undefined ? [] : [Math.abs(found - near)]).toEqual(
          distances.length === 0 ? [] : [Math.min(...distances)],
        );
      }),
    );
  });

  it('returns undefined within a gap', () => {
    const values = without(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    const continuity = continuityOf(TIMES, values);
    expect(nearestRow(TIMES, values, 15, { ...continuity, time: 15 * MINUTE })).toBeUndefined();
    expect(nearestRow(TIMES, values, 10, { ...continuity, time: 10 * MINUTE })).toBe(9);
  });

  it('returns a row between slow points if later ones are faster', () => {
    const times = [
      ...Array.from({ length: 10 }, (_, row) => row * MINUTE),
      ...[1, 2, 3, 4, 5].map((s) => 9 * MINUTE + s),
    ];
    const values = times.map(() => 1);
    const continuity = continuityOf(times, values);
    expect(nearestRow(times, values, 3, { ...continuity, time: 3.6 * MINUTE })).toBe(4);
    expect(nearestRow(times, values, 14, { ...continuity, time: 10 * MINUTE })).toBeUndefined();
  });
});
