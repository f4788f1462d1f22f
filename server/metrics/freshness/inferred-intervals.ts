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

/** The time of the newest point of each series in some columns, in microseconds. Computed before the columns are transferred. */
export type NewestTimes = Float64Array;

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
  /** Time of the newest point, in ms. */
  newestAt: number;
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

  /**
   * Restores the intervals that were stored before a restart.
   * @param nowMs the current time, in ms
   */
  restore(stored: Iterable<{ metric: string; tags: string; inferredEveryMs: number }>, nowMs: number): void {
    for (const { metric, tags, inferredEveryMs } of stored) {
      const history = assumeRegularArrivals(inferredEveryMs, nowMs);
      this.seriesOf(metric).set(tags, { metric, tags, newestAt: nowMs, history });
    }
  }

  /**
   * Records the arrival of stored points.
   * @param newest times of the columns, whose rows may have been transferred to another thread since
   * @param nowMs the current time, in ms
   * @param hasExpectedInterval whether the sender set an expected interval for a metric, so that none is inferred
   */
  recordArrivals(
    { metrics, series }: PointColumns,
    newest: NewestTimes,
    nowMs: number,
    hasExpectedInterval: (metric: string) => boolean,
  ): void {
    const seriesByMetric = metrics.keys.map((metric) =>
      hasExpectedInterval(metric) ? undefined : this.seriesOf(metric),
    );
    const { length } = series.tags;
    const start = this.nextIndex;
    let counted = 0;
    for (let offset = 0; offset < length; offset += 1) {
      const index = (start + offset) % length;
      const metric = series.metric[index] as number;
      const byTags = seriesByMetric[metric];
      if (!byTags) continue;
      const tags = series.tags[index] as string;
      const newestAt = usToMs(newest[index] as number);
      const known = byTags.get(tags);
      if (!known) {
        const history = addArrival(undefined, newestAt, nowMs);
        byTags.set(tags, { metric: metrics.keys[metric] as string, tags, newestAt, history });
      } else if (this.recordArrival(known, newestAt, nowMs, counted < MAX_COUNTED_PER_COMMIT)) {
        counted += 1;
        this.nextIndex = index + 1;
      }
    }
  }

  /** Returns the longest inferred interval (ms) of the metric's series that match the filter. */
  intervalMs(metric: string, filter: TagFilter = {}): number | undefined {
    let longest: number | undefined;
    for (const series of this.byMetric.get(metric)?.values() ?? []) {
      const { inferredMs } = series.history;
      if (inferredMs === undefined || inferredMs <= (longest ?? 0)) continue;
      if (matchesTags((series.parsedTags ??= parseTags(series.tags)), filter)) longest = inferredMs;
    }
    return longest;
  }

  /** Returns the longest silence (ms) of the series between its last arrivals; undefined before the second arrival. */
  longestSilenceMs(metric: string, tags: string): number | undefined {
    const ages = this.byMetric.get(metric)?.get(tags)?.history.ages ?? [];
    return ages.length === 0 ? undefined : Math.max(...ages);
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
  private recordArrival(series: SeriesArrivals, newestAt: number, nowMs: number, mayCount: boolean): boolean {
    if (newestAt <= series.newestAt) return false;
    const before = series.history;
    if (mayCount) series.history = addArrival(before, series.newestAt, nowMs);
    series.newestAt = newestAt;
    if (series.history.inferredMs !== before.inferredMs) this.unsaved.add(series);
    return series.history !== before;
  }

  private seriesOf(metric: string): Map<string, SeriesArrivals> {
    const known = this.byMetric.get(metric) ?? new Map<string, SeriesArrivals>();
    if (known.size === 0) this.byMetric.set(metric, known);
    return known;
  }
}

/** @param nowUs the time of points that have none, in microseconds */
export function newestTimesOf({ series, rows }: PointColumns, nowUs: number): NewestTimes {
  const newest = new Float64Array(series.tags.length);
  for (let row = 0; row < rows.at.length; row += 1) {
    const index = rows.series[row] as number;
    const at = rows.at[row] as number;
    const time = Number.isNaN(at) ? nowUs : at;
    if (time > (newest[index] as number)) newest[index] = time;
  }
  return newest;
}
