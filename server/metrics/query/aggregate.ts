/** Exact over raw points; within 1 % of themselves where they come from the sketches of rollups. */
const PERCENTILES = ['p50', 'p95', 'p99'] as const;

/** How the points of a bucket, or of a whole range, become one number. */
export const AGGREGATES = ['avg', 'min', 'max', 'sum', 'last', 'count', ...PERCENTILES] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** Whether a raw value may stand beside the aggregated ones. Those of `sum` and `count` are of another kind. */
export function comparesWithPoints(aggregate: Aggregate): boolean {
  return aggregate !== 'sum' && aggregate !== 'count';
}

export function isPercentile(aggregate: Aggregate): boolean {
  return PERCENTILES.some((percentile) => percentile === aggregate);
}
