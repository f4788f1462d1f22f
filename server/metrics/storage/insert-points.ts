import { MAX_AHEAD_US } from '../../common/time/timestamps.js';
import type { JobContext } from '../../database/job.js';
import { insertAtOnce } from './insert-points.postgres.js';
import type { Column, PointColumns } from '../input/point-columns.js';

/** How many points one statement inserts. More would not be faster. */
const ROWS_PER_STATEMENT = 50;

/**
 * Stores points. Points without a time get one that is later than all points of their series up to a minute ahead.
 * @returns the time of each row
 */
export function insertPoints(
  context: JobContext,
  rows: PointColumns['rows'],
  seriesIds: readonly number[],
  nowUs: number,
): Float64Array {
  const atUs = assignTimesUs(context, rows, seriesIds, nowUs);
  const order = clusteredOrder(rows.series, atUs, seriesIds);
  const insert = context.dialect === 'postgres' ? insertAtOnce : insertInOrder;
  insert(context, order, rows, atUs, seriesIds);
  return atUs;
}

function assignTimesUs(
  context: JobContext,
  { series, atUs }: PointColumns['rows'],
  seriesIds: readonly number[],
  nowUs: number,
): Float64Array {
  const timesUs = Float64Array.from(atUs);
  // The latest time of each series, which assigned times must follow. Read from the database when first needed.
  const latestUs = new Float64Array(seriesIds.length);
  const known = new Uint8Array(seriesIds.length);
  const limitUs = nowUs + MAX_AHEAD_US;
  for (let row = 0; row < timesUs.length; row += 1) {
    const index = series[row] as number;
    let timeUs = timesUs[row] as number;
    if (Number.isNaN(timeUs)) {
      if (known[index] === 0) {
        known[index] = 1;
        latestUs[index] = Math.max(
          latestUs[index] as number,
          findLatestStoredUs(context, seriesIds[index] as number, limitUs),
        );
      }
      timeUs = Math.max(nowUs, (latestUs[index] as number) + 1);
      timesUs[row] = timeUs;
    }
    if (timeUs <= limitUs && timeUs > (latestUs[index] as number)) latestUs[index] = timeUs;
  }
  return timesUs;
}

function findLatestStoredUs(context: JobContext, seriesId: number, limitUs: number): number {
  const row = context
    .prepare('SELECT at FROM points WHERE series_id = ? AND at <= ? ORDER BY at DESC LIMIT 1')
    .get(seriesId, limitUs);
  return typeof row?.at === 'number' ? row.at : 0;
}

/** Returns the rows in the order of the table, so that adjacent rows are written together. Equal rows keep their order. */
function clusteredOrder(series: Column, atUs: Float64Array, seriesIds: readonly number[]): Uint32Array {
  const order = Uint32Array.from(atUs, (_, row) => row);
  const id = (row: number): number => seriesIds[series[row] as number] as number;
  for (let row = 1; row < order.length; row += 1) {
    if (id(row - 1) > id(row) || (id(row - 1) === id(row) && (atUs[row - 1] as number) > (atUs[row] as number))) {
      return order.sort((a, b) => id(a) - id(b) || (atUs[a] as number) - (atUs[b] as number) || a - b);
    }
  }
  return order;
}

function insertInOrder(
  context: JobContext,
  order: Uint32Array,
  { series, value }: PointColumns['rows'],
  atUs: Float64Array,
  seriesIds: readonly number[],
): void {
  const parameters: number[] = [];
  for (let start = 0; start < order.length; start += ROWS_PER_STATEMENT) {
    const chunk = order.subarray(start, start + ROWS_PER_STATEMENT);
    let next = 0;
    for (const row of chunk) {
      parameters[next++] = seriesIds[series[row] as number] as number;
      parameters[next++] = atUs[row] as number;
      parameters[next++] = value[row] as number;
    }
    parameters.length = next;
    context.prepare(insertStatement(chunk.length)).run(...parameters);
  }
}

const statements: string[] = [];

/** A point with the same series and time replaces the stored one. */
function insertStatement(count: number): string {
  return (statements[count] ??=
    `INSERT INTO points (series_id, at, value) VALUES ${Array(count).fill('(?, ?, ?)').join(', ')} ` +
    'ON CONFLICT (series_id, at) DO UPDATE SET value = excluded.value');
}
