import { JobError } from '../../common/errors/job-error.js';
import { type JobContext } from '../../database/job.js';
import { countBuckets } from './buckets.js';
import { earliestStale } from '../../common/freshness/earliest-stale.js';
import type { LoadedColumns } from './load-frame.worker.js';
import { formatInterval } from '../../../wire/interval.js';
import { joinWarnings } from './warnings.js';
import { calculate, operationCount } from './arithmetic.js';
import { type Grid, gridFields, type GridRows, valueColumns } from './series-grid.js';
import { findSeries, loadPart, type QueryPart, type QuerySpan } from './load-part.js';
import { costProblem } from './query-cost.js';

/** The maximum number of columns in a frame. A chart cannot show more lines. */
const MAX_COLUMNS = 100;

export interface ComposeRequest {
  readonly span: QuerySpan;
  /** The queries by their names in the expression. Without an expression there is only one. */
  readonly parts: Readonly<Record<string, QueryPart>>;
  readonly expression?: string | undefined;
  /** Name and unit of the result. */
  readonly name?: string | undefined;
  readonly unit?: string | undefined;
  /** The maximum number of rows of values. */
  readonly limit: number;
}

/** Loads and combines series. @throws JobError 422 if it would take too long */
function compose(context: JobContext, request: ComposeRequest): LoadedColumns {
  const { span, parts, expression, name, unit, limit } = request;
  const found = Object.entries(parts).map(([key, part]) => ({ key, part, series: findSeries(context, part, span) }));
  const operations = expression === undefined ? 0 : operationCount(expression);
  const sizes = found.map(({ part, series }) => ({ part, series: series.found.length }));
  const problem = costProblem(sizes, countBuckets(span.buckets), operations);
  if (problem !== undefined) throw new JobError(422, problem);
  const grids = found.map(({ key, part, series }) => [key, loadPart(context, part, span, series)] as const);
  const loaded = grids.map(([, grid]) => grid);
  const series =
    expression === undefined
      ? loaded.flatMap((grid) => grid.series)
      : calculate(expression, Object.fromEntries(grids.map(([key, grid]) => [key, grid.series])), () => {
          context.throwIfCanceled();
        }).map((each) => ({ ...each, name: expression }));
  const shown = series.map((each) => ({ ...each, name: name ?? each.name, unit: unit ?? each.unit }));
  const grid: Grid = { series: span.whole ? shown : shown.slice(0, MAX_COLUMNS) };
  return {
    ...(span.whole ? valueColumns(grid, limit) : { fields: gridFields(grid, span.buckets, describeRows(request)) }),
    ...earliestStale(loaded),
    ...joinWarnings([
      ...loaded.map(({ warning }) => warning),
      span.whole ? undefined : tooManyColumnsWarning(shown.length),
    ]),
  };
}

/** Describes the rows. For rates, differences and arithmetic, only the length of the buckets is known. */
function describeRows({ span, parts, expression }: ComposeRequest): GridRows {
  const every = formatInterval(span.interval);
  const [part] = Object.values(parts);
  if (!part || expression !== undefined || part.rate || part.compareWith?.as === 'difference') return { every };
  const { aggregate, across } = part;
  // The sum of sums is a sum; the average of averages need not be the average.
  const isSame = across === aggregate && across !== 'avg' && across !== 'count';
  return { every, aggregate, ...(across === undefined || isSame ? {} : { across }) };
}

function tooManyColumnsWarning(columns: number): string | undefined {
  if (columns <= MAX_COLUMNS) return undefined;
  return `${columns} series match; these are the first ${MAX_COLUMNS}. Group them, or show only the top series.`;
}

export const jobs = { compose };
