import type { JobContext } from '../../database/job.js';
import type { Cell, CellsRequest, TotalsRequest } from './cell.js';
import { cellsOf, totalsOf } from './engine.js';
import { readKept, StoredHistory } from './stored-history.js';

/** What each series amounts to in each bucket, in the order of the series, then of time. */
export function readCells(context: JobContext, request: CellsRequest): Cell[] {
  return cellsOf(request, readKept(context), (id) => new StoredHistory(context, id));
}

/** One number a series, in their order: null where it has no points in that time (but a count of 0). */
export function readTotals(context: JobContext, request: TotalsRequest): (number | null)[] {
  return totalsOf(request, readKept(context), (id) => new StoredHistory(context, id));
}
