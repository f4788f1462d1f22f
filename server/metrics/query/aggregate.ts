/** Exact over raw points. Within 1 % of the exact value if computed from the sketches of rollups. */
const PERCENTILES = ['p50', 'p95', 'p99'] as const;

/** How the points of a bucket, or of a whole range, are aggregated to one number. */
export const AGGREGATES = ['avg', 'min', 'max', 'sum', 'last', 'count', ...PERCENTILES] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** Whether aggregated values are comparable to raw ones. Totals (`sum` and `count`) are not. */
export function comparesWithPoints(aggregate: Aggregate): boolean {
  return aggregate !== 'sum' && aggregate !== 'count';
}

export function isPercentile(aggregate: Aggregate): boolean {
  return PERCENTILES.some((percentile) => percentile === aggregate);
}
