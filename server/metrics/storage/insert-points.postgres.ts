import type { JobContext } from '../../database/job.js';
import type { PointColumns } from '../input/point-columns.js';

const INSERT = `
  INSERT INTO points (series_id, at, value)
  SELECT * FROM unnest(CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS double precision[]))
  ON CONFLICT (series_id, at) DO UPDATE SET value = excluded.value`;

/**
 * Inserts all rows in one statement, because each statement is a network round trip. Of rows with the same series and time,
 * only the last is inserted, because PostgreSQL cannot replace a row twice in one statement.
 *
 * @param order indexes of the rows, sorted so that rows with the same series and time are adjacent
 */
export function insertAtOnce(
  context: JobContext,
  order: Uint32Array,
  { series, value }: PointColumns['rows'],
  atUs: Float64Array,
  seriesIds: readonly number[],
): void {
  const id = (row: number | undefined): number | undefined => seriesIds[series[row ?? NaN] ?? NaN];
  const rows = order.filter((row, index) => {
    const next = order[index + 1];
    return next === undefined || id(next) !== id(row) || atUs[next] !== atUs[row];
  });
  const array = (of: (row: number) => number | undefined): string => `{${Array.from(rows, of).join(',')}}`;
  const columns = [array(id), array((row) => atUs[row]), array((row) => value[row])];
  context.prepare(INSERT).run(...columns);
}
