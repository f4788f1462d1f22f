import { parseDuration } from '../../../wire/duration.js';
import type { MetricsPart, MetricsQuery } from '../metrics-query.js';
import type { Across } from './group.js';
import type { QueryPart } from './load-part.js';

/** Whether nothing becomes of the series but being shown: each then ends with its raw last point. */
export function isPlain(query: MetricsQuery): boolean {
  const { rate, quantile, fill, by, across, top, shift, difference, expression, name, unit } = query;
  const composed = rate === true || (fill !== undefined && fill !== 'none');
  return (
    !composed &&
    [quantile, by, across, top, shift, difference, expression, name, unit].every((each) => each === undefined)
  );
}

/** A query with everything that it leaves open. @param metrics its keys, those of its pattern among them. */
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

/** How a group becomes one series; the quantile of a group is one already. */
function acrossOf({ aggregate = 'avg', rate = false, quantile, by, across }: MetricsPart): Across | undefined {
  if (quantile !== undefined) return undefined;
  return across ?? (by === undefined ? undefined : defaultAcross(aggregate, rate));
}

/** What the whole of a group is, of values that are put together like this. */
function defaultAcross(aggregate: QueryPart['aggregate'], rate: boolean): Across {
  if (rate || aggregate === 'sum' || aggregate === 'count') return 'sum';
  return aggregate === 'min' || aggregate === 'max' ? aggregate : 'avg';
}
