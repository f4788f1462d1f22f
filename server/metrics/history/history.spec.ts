import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryStore } from '../../../test/store/memory-store.js';
import { microsOf } from '../../base/time.js';
import { AGGREGATES, type Aggregate } from '../aggregate.js';
import { bucketsOver } from '../buckets.js';
import { lastPointUntil } from './last-point.js';
import { readCells, readTotals } from './read-history.js';
import { jobs as sealing } from './seal-handlers.js';
import { rankOf } from './sketch.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 1, 12);

/** What an aggregate of numbers in the order of time is. */
export function reduce(aggregate: Aggregate, values: readonly number[]): number {
  const sum = values.reduce((so, value) => so + value, 0);
  const sorted = values.toSorted((a, b) => a - b);
  switch (aggregate) {
    case 'avg':
      return sum / values.length;
    case 'sum':
      return sum;
    case 'min':
      return sorted[0] as number;
    case 'max':
      return sorted.at(-1) as number;
    case 'last':
      return values.at(-1) as number;
    case 'count':
      return values.length;
    default:
      return sorted[rankOf(Number(aggregate.slice(1)) / 100, sorted.length) - 1] as number;
  }
}

/** Equal but for what adding in another order changes, or, of percentiles, for what a sketch may be off. */
function isClose(aggregate: Aggregate, actual: number | undefined | null, expected: number): boolean {
  if (actual === undefined || actual === null) return false;
  const tolerance = aggregate.startsWith('p') ? 0.0101 : 1e-9;
  return Math.abs(actual - expected) <= tolerance * Math.abs(expected) + 1e-9;
}

let store: MemoryStore;
beforeEach(async () => {
  store = await MemoryStore.open();
});
afterEach(() => {
  store.close();
});

function clear(): void {
  for (const table of ['points', 'chunks', 'rollups', 'history_kept', 'series', 'metrics']) {
    store.context.database.exec(`DELETE FROM ${table}`);
  }
}

function seriesId(): number {
  return Number(store.context.prepare('SELECT id FROM series').get()?.id);
}

function seal(
  now: number,
  limits: { maxPoints: number; maxWindows: number } = { maxPoints: 2_000, maxWindows: 8 },
): void {
  for (let after: number | undefined = 0; after !== undefined;) {
    ({ after } = sealing.seal(store.context, { now: microsOf(now), after, ...limits, maxSeries: 100 }));
  }
}

/** Whether all that can be read is what the points in memory come to. */
function agrees(known: ReadonlyMap<number, number>, question: Question): boolean {
  const { aggregate, from, span, step, fixed } = question;
  const series = [seriesId()];
  const buckets = bucketsOver(from, from + span, step);
  const within = fixed ? { from, to: from + span } : undefined;
  const end = buckets.start + buckets.step * buckets.count;
  const groups = new Map<number, number[]>();
  for (const [at, value] of [...known].sort(([a], [b]) => a - b)) {
    if (at < (fixed ? from : buckets.start) || at >= end || (fixed && at > from + span)) continue;
    const bucket = Math.floor(at / step) * step;
    groups.set(bucket, [...(groups.get(bucket) ?? []), value]);
  }
  const cells = readCells(store.context, { series, aggregate, buckets, within });
  const right =
    cells.length === groups.size &&
    cells.every(({ time, value }) => isClose(aggregate, value, reduce(aggregate, groups.get(time) ?? [NaN])));
  const inside = [...known].filter(([at]) => at >= from && at < from + span).sort(([a], [b]) => a - b);
  const [total] = readTotals(store.context, { series, aggregate, from: microsOf(from), until: microsOf(from + span) });
  const expected = inside.map(([, value]) => value);
  const totalRight =
    expected.length === 0
      ? total === (aggregate === 'count' ? 0 : null)
      : isClose(aggregate, total, reduce(aggregate, expected));
  return right && totalRight;
}

interface Question {
  aggregate: Aggregate;
  from: number;
  span: number;
  step: number;
  fixed: boolean;
}

const questions = fc.record<Question>({
  aggregate: fc.constantFrom(...AGGREGATES),
  from: fc.integer({ min: -4 * HOUR, max: 5 * HOUR }).map((offset) => START + offset),
  span: fc.integer({ min: 1, max: 9 * HOUR }),
  step: fc.constantFrom(
    10 * SECOND,
    7 * SECOND,
    MINUTE,
    90 * SECOND,
    3 * MINUTE,
    10 * MINUTE,
    25 * MINUTE,
    HOUR,
    3 * HOUR,
  ),
  fixed: fc.boolean(),
});

const value = fc.oneof(
  fc.integer({ min: -1_000, max: 100_000 }).map((whole) => whole / 100),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
);
/** Many in few hours, so that some come twice and most windows get late ones; some so dense that windows fill up. */
const offsets = fc.oneof(
  fc.integer({ min: -3 * 360, max: 4 * 360 }).map((step) => step * 10 * SECOND),
  fc.integer({ min: -3 * HOUR, max: 4 * HOUR }),
  fc.integer({ min: 0, max: 400 }).map((step) => step * SECOND),
);
const writes = fc.array(fc.tuple(offsets, value), { minLength: 1, maxLength: 300, size: 'max' });

/** Points are written, and then sealed as if it were so much later than START. */
interface Step {
  readonly points: readonly (readonly [offset: number, value: number])[];
  readonly later: number;
  readonly limits: { readonly maxPoints: number; readonly maxWindows: number };
}

const steps = fc.array(
  fc.record<Step>({
    points: writes,
    later: fc.constantFrom(-HOUR, 10 * MINUTE, 66 * MINUTE, 2 * HOUR, 5 * HOUR, 6 * HOUR),
    limits: fc.record({ maxPoints: fc.constantFrom(20, 2_000), maxWindows: fc.constantFrom(1, 8) }),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Does the steps; returns what was written, by time in ms. */
function take(order: readonly Step[]): Map<number, number> {
  clear();
  const known = new Map<number, number>();
  for (const { points, later, limits } of order) {
    store.write(...points.map(([offset, number]) => ({ key: 'a', value: number, at: START + offset })));
    for (const [offset, number] of points) known.set(START + offset, number);
    seal(START + later, limits);
  }
  return known;
}

describe('history', () => {
  it('answers the same however points came and were sealed', () => {
    fc.assert(
      fc.property(steps, fc.array(questions, { minLength: 5, maxLength: 5 }), (order, asked) => {
        const known = take(order);
        return asked.every((question) => agrees(known, question));
      }),
      { numRuns: 50 },
    );
  });

  it('knows the last point before any time', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: -4 * HOUR, max: 5 * HOUR }), (order, offset) => {
        const known = take(order);
        const until = microsOf(START + offset);
        const [last] = [...known].filter(([at]) => microsOf(at) <= until).sort(([a], [b]) => b - a);
        expect(lastPointUntil(store.context, seriesId(), until)).toEqual(
          last && { at: microsOf(last[0]), value: last[1] },
        );
      }),
      { numRuns: 50 },
    );
  });

  it('keeps only the last points of a series that reports no more as rows', () => {
    store.write(...Array.from({ length: 2_000 }, (_, i) => ({ key: 'a', value: i, at: START + i * 10 * SECOND })));
    seal(START + 10 * HOUR);
    expect(store.count('points')).toBe(1);
    expect(store.count('chunks')).toBe(6);
    expect(store.count('rollups')).toBe(5);
  });
});
