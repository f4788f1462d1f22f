import type { Column, PointColumns } from '../../metrics/point-columns.js';
import { type Buckets, PERCENTILES, percentileOf, since, totalOf } from './buckets.js';
import { type CumulativeHistogram, type CumulativeHistograms, eachHistogram } from './cumulative.js';
import { partKey, type DecodedMetrics } from './metric-points.js';

/** The histograms that were seen last are remembered, as far as these bounds go: 16 MB of numbers. */
const MAX_SERIES = 10_000;
const MAX_NUMBERS = 2_000_000;

/** One that began no longer than this before it is first seen is taken for what came since then. */
const FRESH_MICROS = 300_000_000;

type Seen = Pick<CumulativeHistogram, 'at' | 'buckets'>;

/**
 * Remembers the cumulative histograms of before, so that percentiles can be told of what came since, which is what a
 * board shows. A histogram that is seen for the first time, and long after it began, has to be seen again first.
 */
export class HistogramMemory {
  private readonly seen = new Map<string, Seen>();
  private numbers = 0;

  /** The decoded points with percentiles of the cumulative histograms among them. It remembers nothing yet. */
  complete(decoded: DecodedMetrics): DecodedMetrics {
    const rows = new ExtraRows();
    // A request may bring several of one series, of which each tells what came since the other.
    const before = new Map<string, Seen>();
    for (const histogram of eachHistogram(decoded.cumulative)) {
      const series = nameOf(histogram);
      const recent = recentOf(histogram, before.get(series) ?? this.seen.get(series));
      before.set(series, histogram);
      const total = recent ? totalOf(recent) : 0;
      if (!recent || total <= 0) continue;
      const { key, unit, tags, at, min, max } = histogram;
      for (const percent of PERCENTILES) {
        rows.add(partKey(key, `.p${percent}`), unit, tags, at || NaN, percentileOf(recent, total, percent, min, max));
      }
    }
    return rows.appendedTo(decoded);
  }

  /** Remembers what was stored: only now, for what was refused is sent again. */
  remember(cumulative: CumulativeHistograms): void {
    for (const { at, buckets, ...histogram } of eachHistogram(cumulative)) {
      const series = nameOf(histogram);
      const known = this.seen.get(series);
      if (known && at < known.at) continue;
      if (known) this.forget(series, known);
      this.seen.set(series, { at, buckets });
      this.numbers += buckets.length;
    }
    for (const [series, oldest] of this.seen) {
      if (this.seen.size <= MAX_SERIES && this.numbers <= MAX_NUMBERS) return;
      this.forget(series, oldest);
    }
  }

  private forget(series: string, { buckets }: Seen): void {
    this.seen.delete(series);
    this.numbers -= buckets.length;
  }
}

/** What came since the histogram was seen last; undefined where that cannot be told. */
function recentOf({ start, at, buckets }: CumulativeHistogram, known: Seen | undefined): Buckets | undefined {
  if (!known) return start > 0 && at - start <= FRESH_MICROS ? buckets : undefined;
  return since(known.buckets, buckets);
}

/** Several processes may tell of the same series, and one that starts anew begins at zero: `start` tells them apart. */
function nameOf({ key, tags, start }: Pick<CumulativeHistogram, 'key' | 'tags' | 'start'>): string {
  return `${key} ${tags} ${start}`;
}

/** Points beside those that were decoded already. */
class ExtraRows {
  private readonly rows: { key: string; unit: string; tags: string; at: number; value: number }[] = [];

  add(key: string, unit: string, tags: string, at: number, value: number): void {
    this.rows.push({ key, unit, tags, at, value });
  }

  appendedTo(decoded: DecodedMetrics): DecodedMetrics {
    if (this.rows.length === 0) return decoded;
    const { metrics, series, rows } = decoded.columns;
    const metricIndex = new Map(metrics.keys.map((key, index) => [key, index]));
    const seriesIndex = new Map<string, number>();
    const added = { series: [] as number[], at: [] as number[], value: [] as number[] };
    for (const { key, unit, tags, at, value } of this.rows) {
      let metric = metricIndex.get(key);
      if (metric === undefined) {
        metric = metrics.keys.push(key) - 1;
        metrics.units.push(unit === '' ? undefined : unit);
        metrics.expectEveryMs.push(undefined);
        metricIndex.set(key, metric);
      }
      const name = `${metric} ${tags}`;
      const index = seriesIndex.get(name) ?? series.tags.push(tags) - 1;
      seriesIndex.set(name, index);
      series.metric[index] = metric;
      added.series.push(index);
      added.at.push(at);
      added.value.push(value);
    }
    const columns: PointColumns = {
      metrics,
      series,
      rows: {
        series: joined(new Uint32Array(rows.series.length + added.series.length), rows.series, added.series),
        at: joined(new Float64Array(rows.at.length + added.at.length), rows.at, added.at),
        value: joined(new Float64Array(rows.value.length + added.value.length), rows.value, added.value),
      },
    };
    return { ...decoded, columns, count: decoded.count + this.rows.length, buffers: buffersOf(columns) };
  }
}

function joined<T extends Uint32Array | Float64Array>(into: T, first: Column, second: Column): T {
  into.set(first);
  into.set(second, first.length);
  return into;
}

function buffersOf({ rows }: PointColumns): ArrayBuffer[] {
  return [rows.series, rows.at, rows.value].map((column) => (column as Float64Array<ArrayBuffer>).buffer);
}
