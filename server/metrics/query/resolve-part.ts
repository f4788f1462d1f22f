import { parseDuration } from '../../../wire/duration.js';
import type { MetricsPart, MetricsQuery } from '../metrics-query.js';
import type { Across } from './group.js';
import type { QueryPart } from './load-part.js';

/** Whether the series are shown without any transformation. Each of them then ends with its last raw point. */
export function isPlain(query: MetricsQuery): boolean {
  const { rate, quantile, fill, by, across, top, shift, difference, expression, name, unit } = query;
  const composed = rate === true || (fill !== undefined && fill !== 'none');
  return (
    !composed &&
    [quantile, by, across, top, shift, difference, expression, name, unit].every((each) => each === undefined)
  );
}

/**
 * Completes a query with its defaults.
 * @param metrics the keys of the query, including those that match its pattern
 */
export function resolvePart(query: MetricsPart, metrics: readonly string[]): QueryPart {
  const { tags = {}, aggregate = 'avg', rate = false, quantile, fill = 'none', by, top, shift, difference } = query;
  const ms = parseDuration(shift ?? difference ?? '');
  return {
    metrics,
    tags,
    aggregate,
    // The buckets of histograms are counters.
    rate: rate || quantile !== undefined,
    quantile,
    fill,
    by,
    across: acrossOf(query),
    top,
    compareWith: ms === undefined ? undefined : { ms, as: shift === undefined ? 'difference' : 'shift' },
  };
}

/** How the series of a group are combined. The quantile of a group already is a single series. */
function acrossOf({ aggregate = 'avg', rate = false, quantile, by, across }: MetricsPart): Across | undefined {
  if (quantile !== undefined) return undefined;
  return across ?? (by === undefined ? undefined : defaultAcross(aggregate, rate));
}

/** The combination that fits an aggregate. */
function defaultAcross(aggregate: QueryPart['aggregate'], rate: boolean): Across {
  if (rate || aggregate === 'sum' || aggregate === 'count') return 'sum';
  return aggregate === 'min' || aggregate === 'max' ? aggregate : 'avg';
}
