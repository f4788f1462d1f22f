import { microsOf, millisOf } from '../../base/time.js';
import type { JobContext } from '../../database/job.js';
import { aggregateSql } from '../aggregate.js';
import type { Cell, CellsRequest, TotalsRequest } from './cell.js';

/**
 * The cells of all buckets. A look-up a bucket in the clustered index is many times faster than grouping, which would
 * sort every point.
 */
export function readCells(
  context: JobContext,
  { series, aggregate, buckets: { start, step, count }, within }: CellsRequest,
): Cell[] {
  const statement = context.prepare(`
    WITH RECURSIVE bucket (start) AS (
      SELECT :start UNION ALL SELECT start + :step FROM bucket WHERE start + :step < :end
    ), wanted (position, id) AS (
      SELECT key, value FROM json_each(:series)
    )
    SELECT position, start, value FROM (
      SELECT position, start, ${aggregateSql(aggregate, 'id', 'max(start, :from)', 'min(start + :step, :until)')} AS value
      FROM wanted CROSS JOIN bucket
    ) WHERE value IS NOT NULL ${aggregate === 'count' ? 'AND value > 0' : ''}`);
  const end = microsOf(start + step * count);
  const rows = statement.all({
    start: microsOf(start),
    step: microsOf(step),
    end,
    from: microsOf(within?.from ?? start),
    until: within ? microsOf(within.to) + 1 : end,
    series: JSON.stringify(series),
  });
  return rows.map(({ position, start: at, value }) => ({
    column: Number(position),
    time: millisOf(Number(at)),
    value: Number(value),
  }));
}

/** One number a series, in their order: null where it has no points in that time (but a count of 0). */
export function readTotals(context: JobContext, { series, aggregate, from, until }: TotalsRequest): (number | null)[] {
  const statement = context.prepare(`
    SELECT ${aggregateSql(aggregate, 'json_each.value', ':from', ':until')} AS value FROM json_each(:series)`);
  return statement
    .all({ from, until, series: JSON.stringify(series) })
    .map(({ value }) => (value === null ? null : Number(value)));
}
