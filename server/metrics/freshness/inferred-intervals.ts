import type { Tags } from '../../../wire/schemas/frame.js';
import { usToMs } from '../../common/time/timestamps.js';
import type { PointColumns } from '../input/point-columns.js';
import { matchesTags, type TagFilter } from '../../../wire/tag-filter.js';
import { parseTags } from '../../common/tags.js';
import { addArrival, type ArrivalHistory, assumeRegularArrivals } from '../../common/freshness/interval-estimator.js';

/** The inferred interval of a series, to be stored; without an interval, the stored one is to be deleted. */
export interface InferredInterval {
  readonly metric: string;
  /** Canonical. */
  readonly tags: string;
  readonly inferredEveryMs: number | undefined;
}

/** The time of the newest point of each series in some columns. Computed before the columns are transferred. */
export type NewestTimesUs = Float64Array;

/**
 * How many arrivals of one commit are counted at most, because more would block the main thread for milliseconds. The
 * others are counted at a later commit, with the age that they have then.
 */
const MAX_COUNTED_PER_COMMIT = 500;

interface SeriesArrivals {
  readonly metric: string;
  readonly tags: string;
  /** Parsed when first needed. */
  parsedTags?: Tags;
  /** Time of the newest point. */
  newestAtMs: number;
  history: ArrivalHistory;
}

/**
 * The intervals of all series whose metrics have no expected interval, inferred from their arrivals. Kept in memory, with
 * one entry per series. Of arrivals that are close together, only the first costs more than a lookup.
 */
export class InferredIntervals {
  private readonly byMetric = new Map<string, Map<string, SeriesArrivals>>();
  private readonly unsaved = new Set<SeriesArrivals>();
  /** The series at which the next commit starts: after the last counted one, so that all are counted in time. */
  private nextIndex = 0;

  /** Restores the intervals that were stored before a restart. */
  restore(stored: Iterable<{ metric: string; tags: string; inferredEveryMs: number }>, nowMs: number): void {
    for (const { metric, tags, inferredEveryMs } of stored) {
      const history = assumeRegularArrivals(inferredEveryMs, nowMs);
      this.seriesOf(metric).set(tags, { metric, tags, newestAtMs: nowMs, history });
    }
  }

  /**
   * Records the arrival of stored points.
   * @param newestUs times of the columns, whose rows may have been transferred to another thread since
   * @param hasExpectedInterval whether the sender set an expected interval for a metric, so that none is inferred
   */
  recordArrivals(
    { metrics, series }: PointColumns,
    newestUs: NewestTimesUs,
    nowMs: number,
    hasExpectedInterval: (metric: string) => boolean,
  ): void {
    const seriesByMetric = metrics.keys.map((metric) =>
      hasExpectedInterval(metric) ? undefined : this.seriesOf(metric),
    );
    const { length } = series.tags;
    const firstIndex = this.nextIndex;
    let counted = 0;
    for (let offset = 0; offset < length; offset += 1) {
      const index = (firstIndex + offset) % length;
      const metric = series.metric[index] as number;
      const byTags = seriesByMetric[metric];
      if (!byTags) continue;
      const tags = series.tags[index] as string;
      const newestAtMs = usToMs(newestUs[index] as number);
      const known = byTags.get(tags);
      if (!known) {
        const history = addArrival(undefined, newestAtMs, nowMs);
        byTags.set(tags, { metric: metrics.keys[metric] as string, tags, newestAtMs, history });
      } else if (this.recordArrival(known, newestAtMs, nowMs, counted < MAX_COUNTED_PER_COMMIT)) {
        counted += 1;
        this.nextIndex = index + 1;
      }
    }
  }

  /** Returns the longest inferred interval of the metric's series that match the filter. */
  intervalMs(metric: string, filter: TagFilter = {}): number | undefined {
    let longestMs: number | undefined;
    for (const series of this.byMetric.get(metric)?.values() ?? []) {
      const { inferredMs } = series.history;
      if (inferredMs === undefined || inferredMs <= (longestMs ?? 0)) continue;
      if (matchesTags((series.parsedTags ??= parseTags(series.tags)), filter)) longestMs = inferredMs;
    }
    return longestMs;
  }

  /** Returns the longest silence of the series between its last arrivals; undefined before the second arrival. */
  longestSilenceMs(metric: string, tags: string): number | undefined {
    const agesMs = this.byMetric.get(metric)?.get(tags)?.history.agesMs ?? [];
    return agesMs.length === 0 ? undefined : Math.max(...agesMs);
  }

  /** Removes a deleted metric. */
  remove(metric: string): void {
    for (const series of this.byMetric.get(metric)?.values() ?? []) this.unsaved.delete(series);
    this.byMetric.delete(metric);
  }

  /** Removes a deleted series. */
  removeSeries(metric: string, tags: string): void {
    const byTags = this.byMetric.get(metric);
    const series = byTags?.get(tags);
    if (!series) return;
    this.unsaved.delete(series);
    byTags?.delete(tags);
  }

  /** Returns at most `limit` intervals that changed since they were last returned. The caller must store them. */
  takeUnsaved(limit: number): InferredInterval[] {
    const taken: InferredInterval[] = [];
    for (const series of this.unsaved) {
      if (taken.length >= limit) break;
      this.unsaved.delete(series);
      taken.push({ metric: series.metric, tags: series.tags, inferredEveryMs: series.history.inferredMs });
    }
    return taken;
  }

  /** Points that are not newer than the newest are not counted. @returns whether the arrival was counted */
  private recordArrival(series: SeriesArrivals, newestAtMs: number, nowMs: number, mayCount: boolean): boolean {
    if (newestAtMs <= series.newestAtMs) return false;
    const before = series.history;
    if (mayCount) series.history = addArrival(before, series.newestAtMs, nowMs);
    series.newestAtMs = newestAtMs;
    if (series.history.inferredMs !== before.inferredMs) this.unsaved.add(series);
    return series.history !== before;
  }

  private seriesOf(metric: string): Map<string, SeriesArrivals> {
    const known = this.byMetric.get(metric) ?? new Map<string, SeriesArrivals>();
    if (known.size === 0) this.byMetric.set(metric, known);
    return known;
  }
}

/** @param nowUs the time of points that have none */
export function findNewestTimesUs({ series, rows }: PointColumns, nowUs: number): NewestTimesUs {
  const newestUs = new Float64Array(series.tags.length);
  for (let row = 0; row < rows.atUs.length; row += 1) {
    const index = rows.series[row] as number;
    const atUs = rows.atUs[row] as number;
    const timeUs = Number.isNaN(atUs) ? nowUs : atUs;
    if (timeUs > (newestUs[index] as number)) newestUs[index] = timeUs;
  }
  return newestUs;
}
