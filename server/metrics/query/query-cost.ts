import { isPercentile } from './aggregate.js';
import type { QueryPart } from './load-part.js';

/** The maximum number of values that one query may compute: some seconds of a thread. */
const MAX_COST = 10_000_000;

/** Percentiles merge a sketch for each value. */
const PERCENTILE_COST = 4;

/** A rate reads three values of each bucket: the last, the smallest and the greatest. */
const RATE_COST = 3;

export interface PartSize {
  readonly part: Pick<QueryPart, 'aggregate' | 'rate' | 'compareWith'>;
  /** The number of series that it reads. */
  readonly series: number;
}

/** Returns a message if a query would take too long; undefined if it may be computed. */
export function costProblem(parts: readonly PartSize[], buckets: number, operations: number): string | undefined {
  const read = parts.reduce((sum, { part, series }) => sum + series * partCost(part), 0);
  const combined = Math.max(0, ...parts.map(({ series }) => series)) * operations;
  const cost = (read + combined) * buckets;
  if (cost <= MAX_COST) return undefined;
  const millions = Math.ceil(cost / 1e6);
  return (
    `The query would compute ${millions} million values; at most ${MAX_COST / 1e6} million are allowed. ` +
    'Select fewer series by tags, use fewer queries, or set a longer "every".'
  );
}

function partCost({ aggregate, rate, compareWith }: PartSize['part']): number {
  const values = rate ? RATE_COST : isPercentile(aggregate) ? PERCENTILE_COST : 1;
  return compareWith?.as === 'difference' ? 2 * values : values;
}
