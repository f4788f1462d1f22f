import type { FrameField, Others, Tags } from '../../../wire/schemas/frame.js';
import type { TimeWindow } from '../../../wire/range.js';
import type { JobContext } from '../../database/job.js';
import { toJsonBytes } from '../../database/worker/json-bytes.js';
import { comparesWithPoints, type Aggregate } from './aggregate.js';
import { type Buckets, latestShownMs, bucketSpan } from './buckets.js';
import type { BucketValue } from '../history/history-request.js';
import { readBucketValues, readTotals } from '../history/read-history.js';
import { readRawPoints } from '../history/read-raw.js';
import { numberField } from './number-field.js';
import { summarizeOthers } from './omitted-values.js';
import type { TagFilter } from '../../../wire/tag-filter.js';
import { freshnessOf, selectSeries, type SelectedSeries, type Selection, withoutEnded } from './select-series.js';
import { SHOWN_AHEAD_MS, msToUs, usToMs } from '../../common/time/timestamps.js';

/** Selects series, and how their points are aggregated. */
interface Selector {
  readonly metric: string;
  readonly tags: TagFilter;
  readonly aggregate: Aggregate;
}

export interface HistoryRequest extends Selector {
  readonly buckets: Buckets;
  /** Length of the buckets as text (`10s`), for the frame. */
  readonly every?: string | undefined;
  /** Requests the points as they were sent, from this time, if the frame has at most this many rows. Otherwise, buckets. */
  readonly raw?: { readonly fromMs: number; readonly maxRows: number } | undefined;
  /** Only points in this time count, both ends included. */
  readonly within?: TimeWindow | undefined;
}

export interface ValuesRequest extends Selector {
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether points after `toMs` are ignored. In a live range they count, because times that the server assigns may be ahead of the clock. */
  readonly fixed?: boolean | undefined;
  readonly limit: number;
}

/** The columns and the freshness of a metric. */
export interface LoadedColumns {
  readonly fields: FrameField[];
  /** Time of the newest point, in ms. */
  readonly updatedAt?: number;
  readonly expectEveryMs?: number;
  /** When the last of its series ended, in ms, if all have ended. */
  readonly endedAt?: number;
  /** A summary of the series or values that the frame leaves out. */
  readonly others?: Others;
  /** A message about what the frame leaves out. */
  readonly warning?: string;
}

/**
 * Loads a frame with a column for each series. It has a row for each point if raw points are requested and fit, else a row
 * for each bucket. Each series ends with its last raw point in the time, however old.
 */
function loadHistory(context: JobContext, request: HistoryRequest): LoadedColumns | undefined {
  const { aggregate, buckets, within, every } = request;
  const span = bucketSpan(buckets);
  const { from: fromMs, to: toMs } = within ?? { from: span.fromMs, to: latestShownMs(span.toMs) };
  const time = { fromUs: msToUs(fromMs), untilUs: msToUs(toMs) };
  const selection = selectSeries(context, request.metric, request.tags, time);
  if (!selection) return undefined;
  const { series } = selection;
  const points = readRawValues(context, series, request);
  const shown: Value[] =
    points ?? readBucketValues(context, { series: series.map(({ id }) => id), aggregate, buckets, within });
  if (comparesWithPoints(aggregate)) {
    for (const [column, { lastAtUs, lastValue }] of series.entries()) {
      shown.push({ column, timeMs: usToMs(lastAtUs), value: lastValue });
    }
  }
  // Totals of omitted series are not known, because they were not read.
  const omitted = comparesWithPoints(aggregate)
    ? selection.omitted.filter(({ endedAtUs }) => endedAtUs === undefined)
    : [];
  const others = summarizeOthers(omitted.map(({ lastValue }) => lastValue));
  const rows = points || every === undefined ? {} : { every, aggregate };
  return {
    fields: createFields(shown, request.metric, selection, rows),
    ...others,
    ...freshnessAndWarning(selection, others),
  };
}

/** Returns undefined if raw points were not requested, or if they do not fit. */
function readRawValues(
  context: JobContext,
  series: readonly SelectedSeries[],
  { buckets, within, raw }: HistoryRequest,
): Value[] | undefined {
  if (!raw) return undefined;
  const fromUs = msToUs(raw.fromMs);
  const untilUs = within ? msToUs(within.to) + 1 : msToUs(bucketSpan(buckets).toMs);
  // The last points of the other series are rows, too.
  const outside = series.filter(({ lastAtUs }) => lastAtUs < fromUs || lastAtUs >= untilUs).length;
  const ids = series.map(({ id }) => id);
  const found = readRawPoints(context, { series: ids, fromUs, untilUs, maxTimes: raw.maxRows - outside });
  return found?.flatMap(({ atUs, value }, column) =>
    Array.from(atUs, (timeUs, row) => ({ column, timeMs: usToMs(timeUs), value: value[row] as number })),
  );
}

/** A value of one of the series at a time. */
type Value = Pick<BucketValue, 'column' | 'timeMs' | 'value'>;

/**
 * Creates columns with rows in the order of time, and null where a series has no value. If a series has several values at a
 * time, the last one counts.
 *
 * @param rows the length and aggregate of the rows, if they are buckets
 */
function createFields(
  points: readonly Value[],
  metric: string,
  { series, unit }: Selection,
  rows: Pick<FrameField, 'every' | 'aggregate'>,
): FrameField[] {
  const timesMs = Array.from(new Set(points.map(({ timeMs }) => timeMs))).sort((a, b) => a - b);
  const rowOf = new Map(timesMs.map((timeMs, row) => [timeMs, row]));
  const fields = series.map(({ tags, endedAtUs }) => ({
    ...numberField(metric, unit, tags, timesMs.length),
    ...(endedAtUs === undefined ? {} : { endedAt: usToMs(endedAtUs) }),
  }));
  for (const { column, timeMs, value } of points) {
    (fields[column] as FrameField).values[rowOf.get(timeMs) as number] = value;
  }
  return [{ name: 'time', type: 'time', ...rows, values: timesMs }, ...fields];
}

/** Loads a frame with a row for each series: its name and one value over the whole range, the greatest first. */
function loadValues(context: JobContext, request: ValuesRequest): LoadedColumns | undefined {
  const { fromMs, toMs, fixed, aggregate } = request;
  const time = { fromUs: msToUs(fromMs), untilUs: msToUs(fixed ? toMs : latestShownMs(toMs)) };
  const selection = selectSeries(context, request.metric, request.tags, time, Infinity);
  if (!selection) return undefined;
  // Totals over the range count all series; current values count only current series.
  const series = comparesWithPoints(aggregate) ? withoutEnded(selection.series) : selection.series;
  const sorted = readValues(context, series, request).sort((a, b) => b.value - a.value);
  const rows = sorted.slice(0, request.limit);
  const others = summarizeOthers(sorted.slice(request.limit).map((row) => row.value));
  const value = numberField('value', selection.unit, {});
  value.values = rows.map((row) => row.value);
  const names = rows.map(({ tags }) => Object.values(tags).join(' ') || request.metric);
  return {
    fields: [{ name: 'name', type: 'string', values: names }, value],
    ...others,
    ...freshnessAndWarning(selection, others),
  };
}

function readValues(
  context: JobContext,
  series: readonly SelectedSeries[],
  { aggregate, fromMs, toMs, fixed }: ValuesRequest,
): { tags: Tags; value: number }[] {
  if (aggregate === 'last') return series.map(({ tags, lastValue }) => ({ tags, value: lastValue }));
  const totals = readTotals(context, {
    series: series.map(({ id }) => id),
    aggregate,
    fromUs: msToUs(fromMs),
    untilUs: fixed ? msToUs(toMs) + 1 : msToUs(toMs + SHOWN_AHEAD_MS),
  });
  return series.flatMap(({ tags }, index) => {
    const value = totals[index] ?? NaN;
    // The sum of very large numbers may be infinite.
    return Number.isFinite(value) ? [{ tags, value }] : [];
  });
}

function freshnessAndWarning(
  selection: Selection,
  { others }: Pick<LoadedColumns, 'others'>,
): Omit<LoadedColumns, 'fields' | 'others'> {
  const { series, matching } = selection;
  const warning = `${matching} series match; these are the ${series.length} updated last. Narrow them by tags.`;
  return { ...freshnessOf(selection), ...(matching > series.length && !others ? { warning } : {}) };
}

/** Returns the response to `GET /api/v1/metrics/{key}` as JSON in UTF-8. It is created in this thread, because it may have tens of thousands of numbers. */
function loadHistoryJson(context: JobContext, request: HistoryRequest): Uint8Array<ArrayBuffer> | undefined {
  const loaded = loadHistory(context, request);
  if (!loaded) return undefined;
  const { fields, others, warning } = loaded;
  return toJsonBytes(context, { fields, others, warning });
}

export const jobs = { loadHistory, loadHistoryJson, loadValues };
