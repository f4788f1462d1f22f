import { forEachInSlices } from '../../../common/time/time-slices.js';
import type { Column } from '../../../metrics/input/point-columns.js';
import {
  type Buckets,
  PERCENTILES,
  estimatePercentile,
  bucketsSince,
  singleBucketValue,
  countValues,
} from './histogram-buckets.js';
import { type CumulativeHistogram, type CumulativeHistograms, eachHistogram } from './cumulative-histograms.js';
import { partKey, type DecodedMetrics } from './metric-points.js';

/** Limits of the cache: 16 MB of numbers. The least recently stored histograms are dropped. */
const MAX_SERIES = 10_000;
const MAX_NUMBERS = 2_000_000;

/** If a histogram is not known yet and began at most this long ago, all of its values are recent. */
const MAX_NEW_AGE_US = 300_000_000;

type PreviousHistogram = Pick<CumulativeHistogram, 'atUs' | 'buckets' | 'min' | 'max' | 'sum'>;

/**
 * Caches the previous state of cumulative histograms, to compute percentiles, minimum and maximum of the values since then. The first
 * state of a histogram that began long ago gives no such statistics.
 */
export class HistogramCache {
  private readonly previous = new Map<string, PreviousHistogram>();
  private numbers = 0;

  /**
   * Returns the decoded points with the statistics of the cumulative histograms added. The cache is not changed. The work is done in
   * slices, so that it does not block the event loop.
   */
  async addRecentStatistics(decoded: DecodedMetrics): Promise<DecodedMetrics> {
    const rows = new ExtraRows(decoded);
    // A request may have several states of one series, each of which is compared with the one before.
    const before = new Map<string, PreviousHistogram>();
    await forEachInSlices(eachHistogram(decoded.cumulative), (histogram) => {
      const series = seriesId(histogram);
      const known = before.get(series) ?? this.previous.get(series);
      before.set(series, histogram);
      const { key, unit, tags, atUs } = histogram;
      for (const [suffix, value] of recentStatistics(histogram, known)) {
        const part = partKey(key, suffix);
        if (part !== undefined) rows.add(part, unit, tags, atUs || NaN, value);
      }
    });
    return rows.merge();
  }

  /** Caches histograms after they were stored. Rejected ones are sent again, and must be compared with the same previous state. */
  async remember(cumulative: CumulativeHistograms): Promise<void> {
    await forEachInSlices(eachHistogram(cumulative), (histogram) => {
      const { atUs, buckets, min, max, sum } = histogram;
      const series = seriesId(histogram);
      const known = this.previous.get(series);
      if (known && atUs < known.atUs) return;
      if (known) this.forget(series, known);
      this.previous.set(series, { atUs, buckets: buckets.slice(), min, max, sum });
      this.numbers += buckets.length;
    });
    for (const [series, oldest] of this.previous) {
      if (this.previous.size <= MAX_SERIES && this.numbers <= MAX_NUMBERS) return;
      this.forget(series, oldest);
    }
  }

  private forget(series: string, { buckets }: PreviousHistogram): void {
    this.previous.delete(series);
    this.numbers -= buckets.length;
  }
}

/** Returns statistics of the values since the previous state, by the suffix of their key. */
function recentStatistics(
  histogram: CumulativeHistogram,
  known: PreviousHistogram | undefined,
): (readonly [suffix: string, value: number])[] {
  const recent = recentBuckets(histogram, known);
  const total = recent ? countValues(recent) : 0;
  if (!recent || total <= 0) return [];
  const { min, max, sum } = histogram;
  const sole = singleBucketValue(recent, sum - (known?.sum ?? 0));
  const valueAt = (percent: number): number => sole ?? estimatePercentile(recent, total, percent, min, max);
  const parts = PERCENTILES.map((percent): readonly [string, number] => [`.p${percent}`, valueAt(percent)]);
  // Minimum and maximum are those since the start. If one has changed, it is a recent value; otherwise it only limits the recent values.
  const isMinRecent = known === undefined || min < known.min;
  const isMaxRecent = known === undefined || max > known.max;
  if (Number.isFinite(min)) parts.push(['.min', isMinRecent ? min : valueAt(0)]);
  if (Number.isFinite(max)) parts.push(['.max', isMaxRecent ? max : valueAt(100)]);
  return parts;
}

/** Returns the buckets of the values since the previous state, or undefined if they are not known. */
function recentBuckets(
  { startUs, atUs, buckets }: CumulativeHistogram,
  known: PreviousHistogram | undefined,
): Buckets | undefined {
  if (!known) return startUs > 0 && atUs - startUs <= MAX_NEW_AGE_US ? buckets : undefined;
  return bucketsSince(known.buckets, buckets);
}

/** The identity of a histogram. `startUs` distinguishes several processes with the same series, and a process from its restart. */
function seriesId({ key, tags, startUs }: Pick<CumulativeHistogram, 'key' | 'tags' | 'startUs'>): string {
  return `${key} ${tags} ${startUs}`;
}

/** Adds points to decoded ones. */
class ExtraRows {
  private readonly metricIndex: Map<string, number>;
  private readonly seriesIndex = new Map<string, number>();
  private readonly series: number[] = [];
  private readonly atUs: number[] = [];
  private readonly value: number[] = [];

  constructor(private readonly decoded: DecodedMetrics) {
    this.metricIndex = new Map(decoded.columns.metrics.keys.map((key, index) => [key, index]));
  }

  add(key: string, unit: string, tags: string, atUs: number, value: number): void {
    const { series } = this.decoded.columns;
    const metric = this.metric(key, unit);
    const name = `${metric} ${tags}`;
    const index = this.seriesIndex.get(name) ?? series.tags.push(tags) - 1;
    this.seriesIndex.set(name, index);
    series.metric[index] = metric;
    this.series.push(index);
    this.atUs.push(atUs);
    this.value.push(value);
  }

  /** Returns the decoded points followed by the added ones. */
  merge(): DecodedMetrics {
    const { decoded } = this;
    const { metrics, series, rows } = decoded.columns;
    const count = decoded.count + this.value.length;
    const columns = {
      series: concatenate(new Uint32Array(count), rows.series, this.series),
      atUs: concatenate(new Float64Array(count), rows.atUs, this.atUs),
      value: concatenate(new Float64Array(count), rows.value, this.value),
    };
    const buffers = [columns.series.buffer, columns.atUs.buffer, columns.value.buffer];
    return { ...decoded, columns: { metrics, series, rows: columns }, count, buffers };
  }

  private metric(key: string, unit: string): number {
    const known = this.metricIndex.get(key);
    if (known !== undefined) return known;
    const { metrics } = this.decoded.columns;
    const metric = metrics.keys.push(key) - 1;
    metrics.units.push(unit === '' ? undefined : unit);
    metrics.expectEveryMs.push(undefined);
    this.metricIndex.set(key, metric);
    return metric;
  }
}

function concatenate<T extends Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  into: T,
  first: Column,
  second: Column,
): T {
  into.set(first);
  into.set(second, first.length);
  return into;
}
