import type { TimeWindow } from '../../../wire/range.js';
import { msToUs, usToMs } from '../../common/time/timestamps.js';
import type { JobContext } from '../../database/job.js';
import { type Aggregate, comparesWithPoints } from './aggregate.js';
import { AHEAD_MS, bucketAt, type Buckets, bucketsBefore, countOf, latestShown } from './buckets.js';
import { earliestStale } from '../freshness/earliest-stale.js';
import { DAY_MS, type Interval } from './interval.js';
import { joinWarnings } from './warnings.js';
import { lastPointUntil } from '../history/last-point.js';
import { readBucketValues, readTotals } from '../history/read-history.js';
import { freshnessOf, type SelectedSeries, selectSeries, withoutEnded } from './select-series.js';
import { canonicalTags } from '../../common/tags.js';
import { filled, type Fill } from './fill.js';
import { type Across, grouped, topOf } from './group.js';
import type { Grid, GridSeries, Provenance } from './grid.js';
import { histogramProblem, quantilesOf } from './histogram-quantile.js';
import { increase, meanRate, rateOf } from './rate.js';
import type { TagFilter } from '../../../wire/tag-filter.js';

/** One query over the metrics: which series, and what becomes of them, in this order. */
export interface Part {
  readonly metrics: readonly string[];
  readonly tags: TagFilter;
  readonly aggregate: Aggregate;
  /** Increase a second, as counters are read. */
  readonly rate: boolean;
  /** The quantile (0 to 1) of classic histograms, whose buckets the metrics are. */
  readonly quantile?: number | undefined;
  readonly fill: Fill;
  /** One series for each combination of these tags' values. */
  readonly by?: readonly string[] | undefined;
  readonly across?: Across | undefined;
  readonly top?: number | undefined;
  /** What was so long before, in ms: shown in its place, or subtracted. */
  readonly earlier?: { readonly ms: number; readonly as: 'shift' | 'difference' } | undefined;
}

/** The time of a query. */
export interface Span {
  readonly buckets: Buckets;
  /** What the buckets are, and in the calendar of which time zone. */
  readonly interval: Interval;
  readonly timeZone: string;
  readonly from: number;
  readonly to: number;
  /** Nothing but this part of time counts, both ends included: it is not the present. */
  readonly within?: TimeWindow | undefined;
  /** One value a series over all of it, instead of one a bucket. */
  readonly whole: boolean;
}

/** Series of one query that are put together at most: beyond, they are no longer looked at one by one. */
export const MAX_SERIES = 1_000;

interface Found extends SelectedSeries {
  readonly name: string;
  readonly unit: string | undefined;
}

/** The series that a part stands for at present. */
export type FoundSeries = Provenance & { readonly found: readonly Found[] };

/** The series of a part. @param found what `findSeries` has found for the same part and span. */
export function loadPart(context: JobContext, part: Part, span: Span, found: FoundSeries): Grid {
  if (!part.earlier) return loadAt(context, part, span, found);
  const then = moved(span, part.earlier.ms);
  if (part.earlier.as === 'shift') return loadAt(context, part, then);
  const now = loadAt(context, part, span, found);
  // Those that are the top now need not have been it then.
  const before = new Map(
    loadAt(context, { ...part, top: undefined }, then).series.map((series) => [identityOf(series), series]),
  );
  return { ...now, series: now.series.map((series) => minus(series, before.get(identityOf(series)))) };
}

/** The part of time so much (ms) before. Buckets move by whole ones, in their calendar: the day before has its own length. */
function moved({ buckets, interval, timeZone, from, to, whole }: Span, ms: number): Span {
  if (whole) {
    const within = { from: from - ms, to: to - ms };
    return { ...within, within, whole, interval, timeZone, buckets };
  }
  const by = Math.max(1, Math.round(ms / (interval.count * UNIT_MS[interval.unit])));
  const before = bucketsBefore(buckets, by, interval, timeZone);
  const then = (time: number): number => {
    const bucket = Math.min(bucketAt(buckets, time), countOf(buckets) - 1);
    const moved = (before.edges[bucket] as number) + time - (buckets.edges[bucket] as number);
    return Math.min(moved, (before.edges[bucket + 1] as number) - 1);
  };
  const within = { from: then(from), to: then(to) };
  return { ...within, within, whole, interval, timeZone, buckets: before };
}

/** On average. */
const UNIT_MS = { ms: 1, day: DAY_MS, month: 30.436875 * DAY_MS };

function identityOf({ name, tags }: GridSeries): string {
  return `${name} ${canonicalTags(tags)}`;
}

function minus(series: GridSeries, earlier: GridSeries | undefined): GridSeries {
  return { ...series, values: series.values.map((value, index) => value - (earlier?.values[index] ?? NaN)) };
}

function loadAt(context: JobContext, part: Part, span: Span, series = findSeries(context, part, span)): Grid {
  const { found, ...provenance } = series;
  const full = readSeries(context, part, span, found);
  const together = part.across === undefined ? full : grouped(full, part.by ?? [], part.across);
  return { series: part.top === undefined ? together : topOf(together, part.top), ...provenance };
}

function readSeries(context: JobContext, part: Part, span: Span, found: readonly Found[]): GridSeries[] {
  const { rate, quantile, by = [], aggregate, fill } = part;
  const begun = Math.min(countOf(span.buckets), bucketAt(span.buckets, span.to) + 1);
  const ends = found.map((each) => Math.min(begun, bucketsUntilEnd(each, span.buckets)));
  const filledUntil = (series: GridSeries, end: number): GridSeries => ({
    ...series,
    values: filled(series.values, fill, span.whole ? 1 : end),
  });
  const read = rate ? readRates(context, found, span) : readPlain(context, found, aggregate, span);
  if (quantile === undefined) return read.map((series, index) => filledUntil(series, ends[index] as number));
  return quantilesOf(read, by, quantile).map((series) => filledUntil(series, Math.max(...ends)));
}

/** Nothing is filled in after a series has ended. */
function bucketsUntilEnd({ endedAt }: Found, buckets: Buckets): number {
  return endedAt === undefined ? Infinity : bucketAt(buckets, usToMs(endedAt)) + 1;
}

/** The series that a part stands for at a time, and what there is to say of them. */
export function findSeries(context: JobContext, part: Part, { from, to, within, whole }: Span): FoundSeries {
  const { metrics, tags, quantile } = part;
  const found: Found[] = [];
  let matching = 0;
  const time = { from: msToUs(from), until: msToUs(within?.to ?? latestShown(to)) };
  const provenances: Provenance[] = [];
  for (const name of metrics) {
    context.throwIfCanceled();
    const selection = selectSeries(context, name, tags, time, MAX_SERIES - found.length);
    if (!selection) continue;
    matching += selection.matching;
    for (const series of selection.series) found.push({ ...series, name, unit: selection.unit ?? undefined });
    provenances.push(freshnessOf(selection));
  }
  // One value for the range is the current state, unless it is a total over the range.
  const current = whole && !part.rate && comparesWithPoints(part.aggregate) ? withoutEnded(found) : found;
  const tooMany = `${matching} series match; these are ${found.length} of them. Narrow them by tags.`;
  const warnings = [
    matching > found.length ? tooMany : undefined,
    quantile === undefined ? undefined : histogramProblem(found),
  ];
  return { found: [...current], ...earliestStale(provenances), ...joinWarnings(warnings) };
}

function readPlain(context: JobContext, found: readonly Found[], aggregate: Aggregate, span: Span): GridSeries[] {
  const series = found.map(({ id }) => id);
  if (!span.whole) {
    const { buckets, within } = span;
    const rows = toRows(readBucketValues(context, { series, aggregate, buckets, within }), found, buckets);
    return found.map((each, index) => named(each, rows[index] as Float64Array));
  }
  if (aggregate === 'last') return found.map((each) => named(each, Float64Array.of(each.lastValue)));
  const until = span.within ? msToUs(span.within.to) + 1 : msToUs(span.to + AHEAD_MS);
  const totals = readTotals(context, { series, aggregate, from: msToUs(span.from), until });
  return found.map((each, index) => named(each, Float64Array.of(totals[index] ?? NaN)));
}

function readRates(context: JobContext, found: readonly Found[], span: Span): GridSeries[] {
  const series = found.map(({ id }) => id);
  // One bucket more, for the first rate to start from.
  const [start, next] = span.buckets.edges as unknown as [number, number];
  const length = next - start;
  const edges = Float64Array.of(start - length, ...span.buckets.edges);
  const buckets = { edges };
  const within = span.within && { ...span.within, from: span.within.from - length };
  const read = (aggregate: Aggregate): Float64Array[] =>
    toRows(readBucketValues(context, { series, aggregate, buckets, within }), found, buckets);
  const [last, min, max] = [read('last'), read('min'), read('max')];
  return found.map((each, index) => {
    const counter = {
      last: last[index] as Float64Array,
      min: min[index] as Float64Array,
      max: max[index] as Float64Array,
    };
    const rates = rateOf(counter, edges);
    correctLast(context, each, rates, counter, buckets);
    const values = span.whole ? Float64Array.of(meanRate(rates, counter, edges)) : rates.subarray(1);
    return { ...named(each, values), unit: each.unit === undefined ? undefined : `${each.unit}/s` };
  });
}

/** The last bucket has only begun, or is cut off: what it has grown by belongs to the time between its points, not to all of its length. */
function correctLast(
  context: JobContext,
  { id, lastAt, lastValue }: Found,
  rates: Float64Array,
  { min, max }: { readonly min: Float64Array; readonly max: Float64Array },
  buckets: Buckets,
): void {
  const index = bucketAt(buckets, usToMs(lastAt));
  if (index < 0 || index >= rates.length || Number.isNaN(rates[index])) return;
  const before = lastPointUntil(context, id, msToUs(buckets.edges[index] as number) - 1);
  if (!before) return;
  const grown = increase(before.value, lastValue, min[index] as number, max[index] as number);
  rates[index] = grown / ((lastAt - before.at) / 1e6);
}

function toRows(cells: ReturnType<typeof readBucketValues>, found: readonly Found[], buckets: Buckets): Float64Array[] {
  const rows = found.map(() => new Float64Array(countOf(buckets)).fill(NaN));
  for (const { column, bucket, value } of cells) (rows[column] as Float64Array)[bucket] = value;
  return rows;
}

function named({ name, tags, unit, endedAt }: Found, values: Float64Array): GridSeries {
  return { name, tags, unit, endedAt: endedAt === undefined ? undefined : usToMs(endedAt), values };
}
