/** How the points of a bucket, or of a whole range, become one number. */
export const AGGREGATES = ['avg', 'min', 'max', 'sum', 'last', 'count'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** Known to the contract, but only rollups can answer them over long ranges. */
export const PERCENTILES = ['p50', 'p95', 'p99'] as const;

/** Whether a raw value may stand beside the aggregated ones. Those of `sum` and `count` are of another kind. */
export function comparesWithPoints(aggregate: Aggregate): boolean {
  return aggregate !== 'sum' && aggregate !== 'count';
}

/** The aggregate in SQL, over the points of series `:series` from `:from` until before `:until`. */
export function aggregateSql(aggregate: Aggregate, series: string, from: string, until: string): string {
  const where = `FROM points WHERE series_id = ${series} AND at >= ${from} AND at < ${until}`;
  return aggregate === 'last'
    ? `(SELECT value ${where} ORDER BY at DESC LIMIT 1)`
    : `(SELECT ${aggregate}(value) ${where})`;
}
