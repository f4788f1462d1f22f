import type { JobContext } from '../../database/job.js';
import type { PointColumns } from '../input/point-columns.js';

const INSERT = `
  INSERT INTO points (series_id, at, value)
  SELECT * FROM unnest(CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS double precision[]))
  ON CONFLICT (series_id, at) DO UPDATE SET value = excluded.value`;

/**
 * Inserts rows in one statement, however many: each would be a trip over the network. Of an equal series and time the
 * last is taken, for PostgreSQL replaces no row twice in a statement.
 *
 * @param order of the rows: those of an equal series and time one after the other.
 */
export function insertAtOnce(
  context: JobContext,
  order: Uint32Array,
  { series, value }: PointColumns['rows'],
  at: Float64Array,
  seriesIds: readonly number[],
): void {
  const id = (row: number | undefined): number | undefined => seriesIds[series[row ?? NaN] ?? NaN];
  const rows = order.filter((row, index) => {
    const next = order[index + 1];
    return next === undefined || id(next) !== id(row) || at[next] !== at[row];
  });
  const array = (of: (row: number) => number | undefined): string => `{${Array.from(rows, of).join(',')}}`;
  const columns = [array(id), array((row) => at[row]), array((row) => value[row])];
  context.prepare(INSERT).run(...columns);
}
