import type { Tags } from '../../../wire/frame.js';
import { usToMs } from '../../common/time/timestamps.js';
import type { PointColumns } from '../input/point-columns.js';
import { matchesTags, type TagFilter } from '../../../wire/tag-filter.js';
import { parseTags } from '../../common/tags.js';
import { addArrival, type ArrivalHistory, assumeRegularArrivals } from './interval-estimator.js';

/** What was learnt of a series, to be kept; without a promise there is nothing to keep any more. */
export interface InferredInterval {
  readonly metric: string;
  /** Canonical. */
  readonly tags: string;
  readonly inferredEveryMs: number | undefined;
}

/** When the newest point of each series of some columns was measured, in microseconds: to be taken before they are moved. */
export type NewestTimes = Float64Array;

/**
 * Arrivals that are counted of one commit: more would hold up everything else for milliseconds. The others count the next
 * time, with the age that they have then.
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
 * How often news of each series comes, learnt from its arrivals, for metrics that nobody gave a promise for. There are no
 * more of them than series. Of arrivals close together only the first costs more than a look-up.
 */
export class InferredIntervals {
  private readonly byMetric = new Map<string, Map<string, SeriesArrivals>>();
  private readonly unsaved = new Set<SeriesArrivals>();
  /** The series of a commit that is looked at first: the one after those that were counted last. */
  private nextIndex = 0;

  /** Goes on with what an earlier life of the process had learnt. @param now ms */
  restore(learnt: Iterable<{ metric: string; tags: string; inferredEveryMs: number }>, now: number): void {
    for (const { metric, tags, inferredEveryMs } of learnt) {
      this.seriesOf(metric).set(tags, seriesArrivals(metric, tags, now, assumeRegularArrivals(inferredEveryMs, now)));
    }
  }

  /**
   * Takes note of points that were stored.
   * @param newest of the columns, which may have been moved to another thread since
   * @param now ms
   * @param isPromised whether a promise was given for the metric, so that there is nothing to learn
   */
  recordArrivals(
    { metrics, series }: PointColumns,
    newest: NewestTimes,
    now: number,
    isPromised: (metric: string) => boolean,
  ): void {
    const learning = metrics.keys.map((metric) => (isPromised(metric) ? undefined : this.seriesOf(metric)));
    const { length } = series.tags;
    const { nextIndex: first } = this;
    let counted = 0;
    for (let turn = 0; turn < length; turn += 1) {
      const index = (first + turn) % length;
      const metric = series.metric[index] as number;
      const known = learning[metric];
      if (!known) continue;
      const tags = series.tags[index] as string;
      const at = usToMs(newest[index] as number);
      const before = known.get(tags);
      if (!before) {
        known.set(tags, seriesArrivals(metrics.keys[metric] as string, tags, at, addArrival(undefined, at, now)));
      } else if (this.recordArrival(before, at, now, counted < MAX_COUNTED_PER_COMMIT)) {
        counted += 1;
        this.nextIndex = index + 1;
      }
    }
  }

  /** The promise (ms) learnt of the metric's series that the filter lets through: of several the most patient one. */
  intervalMs(metric: string, filter: TagFilter = {}): number | undefined {
    let most: number | undefined;
    for (const series of this.byMetric.get(metric)?.values() ?? []) {
      const { inferredMs: inferredMs } = series.history;
      if (inferredMs === undefined || inferredMs <= (most ?? 0)) continue;
      if (matchesTags((series.parsedTags ??= parseTags(series.tags)), filter)) most = inferredMs;
    }
    return most;
  }

  /** The longest (ms) that the series was silent between two arrivals, of the last ones; undefined before the second. */
  longestSilenceMs(metric: string, tags: string): number | undefined {
    const ages = this.byMetric.get(metric)?.get(tags)?.history.ages ?? [];
    return ages.length === 0 ? undefined : Math.max(...ages);
  }

  remove(metric: string): void {
    for (const series of this.byMetric.get(metric)?.values() ?? []) this.unsaved.delete(series);
    this.byMetric.delete(metric);
  }

  /** Forgets a series that is gone. */
  removeSeries(metric: string, tags: string): void {
    const ofMetric = this.byMetric.get(metric);
    const series = ofMetric?.get(tags);
    if (!series) return;
    this.unsaved.delete(series);
    ofMetric?.delete(tags);
  }

  /** What was newly learnt since the last time, at most so many; it is the caller's to keep. */
  takeUnsaved(limit: number): InferredInterval[] {
    const taken: InferredInterval[] = [];
    for (const series of this.unsaved) {
      if (taken.length >= limit) break;
      this.unsaved.delete(series);
      taken.push({ metric: series.metric, tags: series.tags, inferredEveryMs: series.history.inferredMs });
    }
    return taken;
  }

  /** Points that are not newer than the newest are no news of the present. @returns whether the arrival was counted */
  private recordArrival(series: SeriesArrivals, at: number, now: number, counting: boolean): boolean {
    if (at <= series.newestAt) return false;
    const before = series.history;
    if (counting) series.history = addArrival(before, series.newestAt, now);
    series.newestAt = at;
    if (series.history.inferredMs !== before.inferredMs) this.unsaved.add(series);
    return series.history !== before;
  }

  private seriesOf(metric: string): Map<string, SeriesArrivals> {
    const known = this.byMetric.get(metric) ?? new Map<string, SeriesArrivals>();
    if (known.size === 0) this.byMetric.set(metric, known);
    return known;
  }
}

function seriesArrivals(metric: string, tags: string, newestAt: number, cadence: ArrivalHistory): SeriesArrivals {
  return { metric, tags, newestAt, history: cadence };
}

/** @param now microseconds: the time of points without one */
export function newestTimesOf({ series, rows }: PointColumns, now: number): NewestTimes {
  const newest = new Float64Array(series.tags.length);
  for (let row = 0; row < rows.at.length; row += 1) {
    const index = rows.series[row] as number;
    const at = rows.at[row] as number;
    const time = Number.isNaN(at) ? now : at;
    if (time > (newest[index] as number)) newest[index] = time;
  }
  return newest;
}
