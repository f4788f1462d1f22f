import type { FrameField, Others, Tags } from '../../../wire/frame.js';
import type { TimeWindow } from '../../../wire/range.js';
import type { JobContext } from '../../database/job.js';
import { toJsonBytes } from '../../database/worker/json-bytes.js';
import { comparesWithPoints, type Aggregate } from './aggregate.js';
import { AHEAD_MS, type Buckets, latestShown, spanOf } from './buckets.js';
import type { BucketValue } from '../history/history-request.js';
import { readBucketValues, readTotals } from '../history/read-history.js';
import { readRaw } from '../history/read-raw.js';
import { numberField } from './number-field.js';
import { othersOf } from './omitted-values.js';
import type { TagFilter } from '../../../wire/tag-filter.js';
import { freshnessOf, selectSeries, type SelectedSeries, type Selection, withoutEnded } from './select-series.js';
import { msToUs, usToMs } from '../../common/time/timestamps.js';

/** Which series, and how their points are put together. */
interface Selector {
  readonly metric: string;
  readonly tags: TagFilter;
  readonly aggregate: Aggregate;
}

export interface HistoryRequest extends Selector {
  readonly buckets: Buckets;
  /** How long the buckets are, as text (`10s`): the frame says so. */
  readonly every?: string | undefined;
  /** The points as they were sent, from this time (ms) on, if the frame then has no more rows than this. Without it: buckets. */
  readonly raw?: { readonly from: number; readonly maxRows: number } | undefined;
  /** Nothing but the points of this part of time counts, both ends included. */
  readonly within?: TimeWindow | undefined;
}

export interface ValuesRequest extends Selector {
  /** The range, in ms. */
  readonly from: number;
  readonly to: number;
  /** Points after `to` do not count: it is not the present, which the server's own times may run ahead of. */
  readonly fixed?: boolean | undefined;
  readonly limit: number;
}

/** Columns, and what else is known of the metric; undefined if there is none. */
export interface LoadedColumns {
  readonly fields: FrameField[];
  /** When the newest of the points was measured, in ms. */
  readonly updatedAt?: number;
  readonly expectEveryMs?: number;
  /** When the last of its series ended, in ms, if all have. */
  readonly endedAt?: number;
  /** What the series or values that the frame leaves out come to. */
  readonly others?: Others;
  /** What the frame leaves out, in words. */
  readonly warning?: string;
}

/**
 * A row a point if the points are asked for and fit, else a row a bucket; a column a series. Each series ends with its raw
 * last point (of the part of time), however old.
 */
function history(context: JobContext, request: HistoryRequest): LoadedColumns | undefined {
  const { aggregate, buckets, within, every } = request;
  const span = spanOf(buckets);
  const { from, to } = within ?? { from: span.from, to: latestShown(span.to) };
  const time = { from: msToUs(from), until: msToUs(to) };
  const selection = selectSeries(context, request.metric, request.tags, time);
  if (!selection) return undefined;
  const { series } = selection;
  const points = rawPoints(context, series, request);
  const cells: Value[] =
    points ?? readBucketValues(context, { series: series.map(({ id }) => id), aggregate, buckets, within });
  if (comparesWithPoints(aggregate)) {
    for (const [column, { lastAt, lastValue }] of series.entries()) {
      cells.push({ column, time: usToMs(lastAt), value: lastValue });
    }
  }
  // Totals of series that nothing was read of are not known.
  const leftOut = comparesWithPoints(aggregate) ? selection.leftOut.filter(({ endedAt }) => endedAt === undefined) : [];
  const others = othersOf(leftOut.map(({ lastValue }) => lastValue));
  const rows = points || every === undefined ? {} : { every, aggregate };
  return { fields: toFields(cells, request.metric, selection, rows), ...others, ...describe(selection, others) };
}

/** Undefined if the points were not asked for, or do not fit. */
function rawPoints(
  context: JobContext,
  series: readonly SelectedSeries[],
  { buckets, within, raw }: HistoryRequest,
): Value[] | undefined {
  if (!raw) return undefined;
  const from = msToUs(raw.from);
  const until = within ? msToUs(within.to) + 1 : msToUs(spanOf(buckets).to);
  // The last points of the others are rows, too.
  const outside = series.filter(({ lastAt }) => lastAt < from || lastAt >= until).length;
  const ids = series.map(({ id }) => id);
  const found = readRaw(context, { series: ids, from, until, maxTimes: raw.maxRows - outside });
  return found?.flatMap(({ at, value }, column) =>
    Array.from(at, (time, row) => ({ column, time: usToMs(time), value: value[row] as number })),
  );
}

/** A value of one of the series at a time (ms). */
type Value = Pick<BucketValue, 'column' | 'time' | 'value'>;

/**
 * Rows in the order of time, a null where a series has nothing. Of equal cells the later one counts.
 *
 * @param rows what the rows are, if they are buckets
 */
function toFields(
  cells: readonly Value[],
  metric: string,
  { series, unit }: Selection,
  rows: Pick<FrameField, 'every' | 'aggregate'>,
): FrameField[] {
  const times = Array.from(new Set(cells.map(({ time }) => time))).sort((a, b) => a - b);
  const rowOf = new Map(times.map((time, row) => [time, row]));
  const fields = series.map(({ tags, endedAt }) => ({
    ...numberField(metric, unit, tags, times.length),
    ...(endedAt === undefined ? {} : { endedAt: usToMs(endedAt) }),
  }));
  for (const { column, time, value } of cells) {
    (fields[column] as FrameField).values[rowOf.get(time) as number] = value;
  }
  return [{ name: 'time', type: 'time', ...rows, values: times }, ...fields];
}

/** A row a series, the greatest first: its name and one value over the whole range. */
function values(context: JobContext, request: ValuesRequest): LoadedColumns | undefined {
  const { from, to, fixed, aggregate } = request;
  const time = { from: msToUs(from), until: msToUs(fixed ? to : latestShown(to)) };
  const selection = selectSeries(context, request.metric, request.tags, time, Infinity);
  if (!selection) return undefined;
  // Totals over the range count all series; current values count only current series.
  const series = comparesWithPoints(aggregate) ? withoutEnded(selection.series) : selection.series;
  const sorted = readValues(context, series, request).sort((a, b) => b.value - a.value);
  const rows = sorted.slice(0, request.limit);
  const others = othersOf(sorted.slice(request.limit).map((row) => row.value));
  const value = numberField('value', selection.unit, {});
  value.values = rows.map((row) => row.value);
  const names = rows.map(({ tags }) => Object.values(tags).join(' ') || request.metric);
  return {
    fields: [{ name: 'name', type: 'string', values: names }, value],
    ...others,
    ...describe(selection, others),
  };
}

function readValues(
  context: JobContext,
  series: readonly SelectedSeries[],
  { aggregate, from, to, fixed }: ValuesRequest,
): { tags: Tags; value: number }[] {
  if (aggregate === 'last') return series.map(({ tags, lastValue }) => ({ tags, value: lastValue }));
  const totals = readTotals(context, {
    series: series.map(({ id }) => id),
    aggregate,
    from: msToUs(from),
    until: fixed ? msToUs(to) + 1 : msToUs(to + AHEAD_MS),
  });
  return series.flatMap(({ tags }, index) => {
    const value = totals[index] ?? NaN;
    // A sum of very large numbers may be none.
    return Number.isFinite(value) ? [{ tags, value }] : [];
  });
}

function describe(
  selection: Selection,
  { others }: Pick<LoadedColumns, 'others'>,
): Omit<LoadedColumns, 'fields' | 'others'> {
  const { series, matching } = selection;
  const warning = `${matching} series match; these are the ${series.length} updated last. Narrow them by tags.`;
  return { ...freshnessOf(selection), ...(matching > series.length && !others ? { warning } : {}) };
}

/** The answer to `GET /api/v1/metrics/{key}` as JSON in UTF-8: made here, because it may have tens of thousands of numbers. */
function historyJson(context: JobContext, request: HistoryRequest): Uint8Array<ArrayBuffer> | undefined {
  const loaded = history(context, request);
  if (!loaded) return undefined;
  const { fields, others, warning } = loaded;
  return toJsonBytes(context, { fields, others, warning });
}

export const jobs = { history, historyJson, values };
