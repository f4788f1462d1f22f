import type { JobContext } from '../database/job.js';
import { parseBatch } from './parse-body.js';
import type { PointColumns } from './point-columns.js';

export interface ParseRequest {
  readonly body: Uint8Array;
  /** Microseconds. */
  readonly now: number;
}

export interface ParsedBatch {
  readonly columns: PointColumns;
  readonly count: number;
  /** Buffers of the columns, to be handed on to the writer. */
  readonly buffers: ArrayBuffer[];
}

/** Parses and checks a batch; its columns are moved to the main thread, which only hands them on. */
function parse(context: JobContext, { body, now }: ParseRequest): ParsedBatch {
  const { metrics, series, rows } = parseBatch(body, now);
  const columns = {
    series: Uint32Array.from(rows.series),
    at: Float64Array.from(rows.at),
    value: Float64Array.from(rows.value),
  };
  const buffers = [columns.series.buffer, columns.at.buffer, columns.value.buffer];
  context.transfer(...buffers);
  return { columns: { metrics, series, rows: columns }, count: columns.value.length, buffers };
}

export const jobs = { parse };
