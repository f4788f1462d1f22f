import type { TimeWindow } from '../../../wire/range.js';
import { SHOWN_AHEAD_MS, msToUs, usToMs } from '../../common/time/timestamps.js';
import type { JobContext } from '../../database/job.js';
import { type Aggregate, comparesWithPoints } from './aggregate.js';
import { bucketAt, type Buckets, bucketsBefore, countBuckets, latestShownMs } from './buckets.js';
import { earliestStale } from '../../common/freshness/earliest-stale.js';
import { DAY_MS } from '../../../wire/duration.js';
import type { Interval } from '../../../wire/interval.js';
import { joinWarnings } from './warnings.js';
import { findLastPoint } from '../history/last-point.js';
import { readBucketValues, readTotals } from '../history/read-history.js';
import { freshnessOf, type SelectedSeries, selectSeries, withoutEnded } from './select-series.js';
import { canonicalTags } from '../../common/tags.js';
import { fillGaps, type Fill } from './fill.js';
import { type Across, groupSeries, topSeries } from './group.js';
import type { Grid, GridSeries, GridFreshness } from './series-grid.js';
import { histogramProblem, computeQuantiles } from './histogram-quantile.js';
import { increase, meanRate, computeRates } from './rate.js';
import type { TagFilter } from '../../../wire/tag-filter.js';

/** One query over the metrics: which series to read, and how to transform them, in this order. */
export interface QueryPart {
  readonly metrics: readonly string[];
  readonly tags: TagFilter;
  readonly aggregate: Aggregate;
  /** Computes the increase of counters per second. */
  readonly rate: boolean;
  /** The quantile (0 to 1) of classic histograms. The metrics are their buckets. */
  readonly quantile?: number | undefined;
  readonly fill: Fill;
  /** One series for each combination of these tags' values. */
  readonly by?: readonly string[] | undefined;
  readonly across?: Across | undefined;
  readonly top?: number | undefined;
  /** Data from this time before: shown instead of the current data, or subtracted from it. */
  readonly compareWith?: { readonly ms: number; readonly as: 'shift' | 'difference' } | undefined;
}

/** The time and the buckets of a query. */
export interface QuerySpan {
  readonly buckets: Buckets;
  /** Length of the buckets. Its calendar is that of `timeZone`. */
  readonly interval: Interval;
  readonly timeZone: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Only points in this time count, both ends included. It is set unless the span ends now. */
  readonly within?: TimeWindow | undefined;
  /** Whether each series has one value over the whole span, instead of one for each bucket. */
  readonly whole: boolean;
}

/** The maximum number of series that one query combines. */
export const MAX_SERIES = 1_000;

interface FoundMetricSeries extends SelectedSeries {
  readonly name: string;
  readonly unit: string | undefined;
}

/** The series that a query part selects, with their freshness. */
export type FoundSeries = GridFreshness & { readonly found: readonly FoundMetricSeries[] };

/**
 * Loads the series of a query part.
 * @param found the result of `findSeries` for the same part and span
 */
export function loadPart(context: JobContext, part: QueryPart, span: QuerySpan, found: FoundSeries): Grid {
  if (!part.compareWith) return loadAt(context, part, span, found);
  const earlierSpan = shiftSpan(span, part.compareWith.ms);
  if (part.compareWith.as === 'shift') return loadAt(context, part, earlierSpan);
  const now = loadAt(context, part, span, found);
  // The top series of now need not have been the top series of then.
  const earlier = new Map(
    loadAt(context, { ...part, top: undefined }, earlierSpan).series.map((series) => [seriesIdentity(series), series]),
  );
  return { ...now, series: now.series.map((series) => subtract(series, earlier.get(seriesIdentity(series)))) };
}

/**
 * Moves a span back by so many ms. Buckets move by whole buckets in their calendar, because the day before may have another
 * length.
 */
function shiftSpan({ buckets, interval, timeZone, fromMs, toMs, whole }: QuerySpan, byMs: number): QuerySpan {
  if (whole) {
    const within = { from: fromMs - byMs, to: toMs - byMs };
    return { fromMs: within.from, toMs: within.to, within, whole, interval, timeZone, buckets };
  }
  const count = Math.max(1, Math.round(byMs / (interval.count * UNIT_MS[interval.unit])));
  const before = bucketsBefore(buckets, count, interval, timeZone);
  const shift = (timeMs: number): number => {
    const bucket = Math.min(bucketAt(buckets, timeMs), countBuckets(buckets) - 1);
    const shiftedMs = (before.edgesMs[bucket] as number) + timeMs - (buckets.edgesMs[bucket] as number);
    return Math.min(shiftedMs, (before.edgesMs[bucket + 1] as number) - 1);
  };
  const within = { from: shift(fromMs), to: shift(toMs) };
  return { fromMs: within.from, toMs: within.to, within, whole, interval, timeZone, buckets: before };
}

/** Average lengths. */
const UNIT_MS = { ms: 1, day: DAY_MS, month: 30.436875 * DAY_MS };

function seriesIdentity({ name, tags }: GridSeries): string {
  return `${name} ${canonicalTags(tags)}`;
}

function subtract(series: GridSeries, earlier: GridSeries | undefined): GridSeries {
  return { ...series, values: series.values.map((value, index) => value - (earlier?.values[index] ?? NaN)) };
}

function loadAt(context: JobContext, part: QueryPart, span: QuerySpan, series = findSeries(context, part, span)): Grid {
  const { found, ...freshness } = series;
  const all = readSeries(context, part, span, found);
  const combined = part.across === undefined ? all : groupSeries(all, part.by ?? [], part.across);
  return { series: part.top === undefined ? combined : topSeries(combined, part.top), ...freshness };
}

function readSeries(
  context: JobContext,
  part: QueryPart,
  span: QuerySpan,
  found: readonly FoundMetricSeries[],
): GridSeries[] {
  const { rate, quantile, by = [], aggregate, fill } = part;
  const begunCount = Math.min(countBuckets(span.buckets), bucketAt(span.buckets, span.toMs) + 1);
  const ends = found.map((each) => Math.min(begunCount, countBucketsUntilEnd(each, span.buckets)));
  const filledUntil = (series: GridSeries, end: number): GridSeries => ({
    ...series,
    values: fillGaps(series.values, fill, span.whole ? 1 : end),
  });
  const read = rate ? readRates(context, found, span) : readPlain(context, found, aggregate, span);
  if (quantile === undefined) return read.map((series, index) => filledUntil(series, ends[index] as number));
  return computeQuantiles(read, by, quantile).map((series) => filledUntil(series, Math.max(...ends)));
}

/** Counts the buckets until the end of a series, because later gaps are not filled. */
function countBucketsUntilEnd({ endedAtUs }: FoundMetricSeries, buckets: Buckets): number {
  return endedAtUs === undefined ? Infinity : bucketAt(buckets, usToMs(endedAtUs)) + 1;
}

/** Returns the series that a query part selects, with their freshness and a warning if some are omitted. */
export function findSeries(
  context: JobContext,
  part: QueryPart,
  { fromMs, toMs, within, whole }: QuerySpan,
): FoundSeries {
  const { metrics, tags, quantile } = part;
  const found: FoundMetricSeries[] = [];
  let matching = 0;
  const time = { fromUs: msToUs(fromMs), untilUs: msToUs(within?.to ?? latestShownMs(toMs)) };
  const freshnessOfMetrics: GridFreshness[] = [];
  for (const name of metrics) {
    context.throwIfCanceled();
    const selection = selectSeries(context, name, tags, time, MAX_SERIES - found.length);
    if (!selection) continue;
    matching += selection.matching;
    for (const series of selection.series) found.push({ ...series, name, unit: selection.unit ?? undefined });
    freshnessOfMetrics.push(freshnessOf(selection));
  }
  // One value for the range is the current state, unless it is a total over the range.
  const current = whole && !part.rate && comparesWithPoints(part.aggregate) ? withoutEnded(found) : found;
  const tooMany = `${matching} series match; these are ${found.length} of them. Narrow them by tags.`;
  const warnings = [
    matching > found.length ? tooMany : undefined,
    quantile === undefined ? undefined : histogramProblem(found),
  ];
  return { found: [...current], ...earliestStale(freshnessOfMetrics), ...joinWarnings(warnings) };
}

function readPlain(
  context: JobContext,
  found: readonly FoundMetricSeries[],
  aggregate: Aggregate,
  span: QuerySpan,
): GridSeries[] {
  const series = found.map(({ id }) => id);
  if (!span.whole) {
    const { buckets, within } = span;
    const rows = toRows(readBucketValues(context, { series, aggregate, buckets, within }), found, buckets);
    return found.map((each, index) => toGridSeries(each, rows[index] as Float64Array));
  }
  if (aggregate === 'last') return found.map((each) => toGridSeries(each, Float64Array.of(each.lastValue)));
  const untilUs = span.within ? msToUs(span.within.to) + 1 : msToUs(span.toMs + SHOWN_AHEAD_MS);
  const totals = readTotals(context, { series, aggregate, fromUs: msToUs(span.fromMs), untilUs });
  return found.map((each, index) => toGridSeries(each, Float64Array.of(totals[index] ?? NaN)));
}

function readRates(context: JobContext, found: readonly FoundMetricSeries[], span: QuerySpan): GridSeries[] {
  const series = found.map(({ id }) => id);
  // One more bucket at the start, from which the first rate is computed.
  const [startMs, nextMs] = span.buckets.edgesMs as unknown as [number, number];
  const lengthMs = nextMs - startMs;
  const edgesMs = Float64Array.of(startMs - lengthMs, ...span.buckets.edgesMs);
  const buckets = { edgesMs };
  const within = span.within && { ...span.within, from: span.within.from - lengthMs };
  const read = (aggregate: Aggregate): Float64Array[] =>
    toRows(readBucketValues(context, { series, aggregate, buckets, within }), found, buckets);
  const [last, min, max] = [read('last'), read('min'), read('max')];
  return found.map((each, index) => {
    const counter = {
      last: last[index] as Float64Array,
      min: min[index] as Float64Array,
      max: max[index] as Float64Array,
    };
    const rates = computeRates(counter, edgesMs);
    correctLast(context, each, rates, counter, buckets);
    const values = span.whole ? Float64Array.of(meanRate(rates, counter, edgesMs)) : rates.subarray(1);
    return { ...toGridSeries(each, values), unit: each.unit === undefined ? undefined : `${each.unit}/s` };
  });
}

/** Corrects the rate of the last bucket, which is incomplete: divides its increase by the time between its points instead of its length. */
function correctLast(
  context: JobContext,
  { id, lastAtUs, lastValue }: FoundMetricSeries,
  rates: Float64Array,
  { min, max }: { readonly min: Float64Array; readonly max: Float64Array },
  buckets: Buckets,
): void {
  const index = bucketAt(buckets, usToMs(lastAtUs));
  if (index < 0 || index >= rates.length || Number.isNaN(rates[index])) return;
  const before = findLastPoint(context, id, msToUs(buckets.edgesMs[index] as number) - 1);
  if (!before) return;
  const grown = increase(before.value, lastValue, min[index] as number, max[index] as number);
  rates[index] = grown / ((lastAtUs - before.atUs) / 1e6);
}

function toRows(
  bucketValues: ReturnType<typeof readBucketValues>,
  found: readonly FoundMetricSeries[],
  buckets: Buckets,
): Float64Array[] {
  const rows = found.map(() => new Float64Array(countBuckets(buckets)).fill(NaN));
  for (const { column, bucket, value } of bucketValues) (rows[column] as Float64Array)[bucket] = value;
  return rows;
}

function toGridSeries({ name, tags, unit, endedAtUs }: FoundMetricSeries, values: Float64Array): GridSeries {
  return { name, tags, unit, endedAt: endedAtUs === undefined ? undefined : usToMs(endedAtUs), values };
}
