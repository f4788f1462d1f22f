import { microsOf } from '../../server/common/timestamps.js';
import type { Aggregate } from '../../server/metrics/aggregate.js';
import { bucketsOver, spanOf } from '../../server/metrics/buckets.js';
import { readCells, readTotals } from '../../server/metrics/history/read-history.js';
import { jobs as sealing } from '../../server/metrics/history/seal-handlers.js';
import { rankOf } from '../../server/metrics/history/sketch.js';
import type { MemoryStore } from './memory-store.js';

/** Something that can be asked of a history. Times in ms. */
export interface Question {
  aggregate: Aggregate;
  from: number;
  span: number;
  /** Length of the buckets; without it days of the time zone. */
  step?: number;
  timeZone?: string;
  fixed: boolean;
}

/** A point: ms and value. */
export type Written = readonly [at: number, value: number];

const SEAL = { maxPoints: 2_000, maxWindows: 8 };

/** One series in the store, and beside it the plain list of its points that it must behave like. */
export class HistoryModel {
  readonly known = new Map<number, number>();
  readonly seriesId: number;

  /** @param points the first ones, at least one */
  constructor(
    private readonly store: MemoryStore,
    points: readonly Written[],
  ) {
    for (const table of ['points', 'chunks', 'rollups', 'history_kept', 'series', 'metrics']) {
      store.context.database.exec(`DELETE FROM ${table}`);
    }
    this.write(points);
    this.seriesId = Number(store.context.prepare('SELECT id FROM series').get()?.id);
  }

  write(points: readonly Written[]): void {
    if (points.length > 0) this.store.write(...points.map(([at, value]) => ({ key: 'a', value, at })));
    for (const [at, value] of points) this.known.set(at, value);
  }

  /** Seals what is due at a time (ms). */
  seal(now: number, limits = SEAL): void {
    for (let after: number | undefined = 0; after !== undefined;) {
      ({ after } = sealing.seal(this.store.context, { now: microsOf(now), after, ...limits, maxSeries: 100 }));
    }
  }

  /** Whether the store answers what the plain points come to, by buckets and in total. */
  answers(question: Question): boolean {
    return this.bucketsAgree(question) && this.totalAgrees(question);
  }

  /** The values of the buckets. */
  values({ aggregate, from, span, step, timeZone = 'UTC' }: Question): number[] {
    const interval = { unit: step === undefined ? 'day' : 'ms', count: step ?? 1 } as const;
    const buckets = bucketsOver(from, from + span, interval, timeZone);
    return readCells(this.store.context, { series: [this.seriesId], aggregate, buckets }).map(({ value }) => value);
  }

  bucketsAgree({ aggregate, from, span, step, timeZone = 'UTC', fixed }: Question): boolean {
    const interval = { unit: step === undefined ? 'day' : 'ms', count: step ?? 1 } as const;
    const buckets = bucketsOver(from, from + span, interval, timeZone);
    const within = fixed ? { from, to: from + span } : undefined;
    const { from: first, to: end } = spanOf(buckets);
    const groups = new Map<number, number[]>();
    for (const [at, value] of this.between(fixed ? from : first, fixed ? from + span + 0.001 : end)) {
      const bucket = buckets.edges.findLast((edge) => edge <= at) as number;
      groups.set(bucket, [...(groups.get(bucket) ?? []), value]);
    }
    const cells = readCells(this.store.context, { series: [this.seriesId], aggregate, buckets, within });
    return (
      cells.length === groups.size &&
      cells.every(({ time, value }) => isClose(aggregate, value, groups.get(time) ?? []))
    );
  }

  totalAgrees({ aggregate, from, span }: Question): boolean {
    const part = { from: microsOf(from), until: microsOf(from + span) };
    const [total] = readTotals(this.store.context, { series: [this.seriesId], aggregate, ...part });
    const values = this.between(from, from + span).map(([, value]) => value);
    return values.length === 0 ? total === (aggregate === 'count' ? 0 : null) : isClose(aggregate, total, values);
  }

  private between(from: number, until: number): Written[] {
    return [...this.known].filter(([at]) => at >= from && at < until).sort(([a], [b]) => a - b);
  }
}

/** Equal but for what adding in another order changes, or, of percentiles, for what a sketch may be off. */
function isClose(aggregate: Aggregate, actual: number | null | undefined, values: readonly number[]): boolean {
  const expected = values.length === 0 ? undefined : reduce(aggregate, values);
  if (typeof actual !== 'number' || expected === undefined) return false;
  const tolerance = aggregate.startsWith('p') ? 0.0101 : 1e-9;
  return Math.abs(actual - expected) <= tolerance * Math.abs(expected) + 1e-9;
}

/** What an aggregate of numbers in the order of time is. */
function reduce(aggregate: Aggregate, values: readonly number[]): number {
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
