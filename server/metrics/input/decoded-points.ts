import type { JobContext } from '../../database/job.js';
import type { PushGroup } from '../storage/series-ends.js';
import type { PointColumns, SeriesEnd } from './point-columns.js';

/** The points that a decoder found in a request, to be passed to the writer. */
export interface DecodedPoints {
  readonly columns: PointColumns;
  readonly count: number;
  /** Buffers of the columns, to be transferred to the writer. */
  readonly buffers: ArrayBuffer[];
  /** Series that the sender has ended. */
  readonly ends?: readonly SeriesEnd[];
  /** The group of a Pushgateway to which the points belong. */
  readonly group?: PushGroup;
  /** Number of points that cannot be stored. */
  readonly rejected: number;
  /** Why the first of them cannot be stored. */
  readonly reason?: string;
}

/** Copies the rows of columns to buffers, which are transferred to the main thread. */
export function packPoints(
  context: JobContext,
  { metrics, series, rows }: PointColumns,
): Pick<DecodedPoints, 'columns' | 'count' | 'buffers'> {
  const columns = {
    series: Uint32Array.from(rows.series),
    atUs: Float64Array.from(rows.atUs),
    value: Float64Array.from(rows.value),
  };
  const buffers = [columns.series.buffer, columns.atUs.buffer, columns.value.buffer];
  context.transfer(...buffers);
  return { columns: { metrics, series, rows: columns }, count: columns.value.length, buffers };
}
