import type { Tags } from '../../../wire/frame.js';
import { usToMs } from '../../common/time/timestamps.js';
import type { PointColumns } from '../input/point-columns.js';
import { fitsTags, type TagFilter } from '../../../wire/tag-filter.js';
import { parseTags } from '../../common/tags.js';
import { arrived, type Cadence, cadenceOf } from './interval-estimator.js';

/** What was learnt of a series, to be kept; without a promise there is nothing to keep any more. */
export interface LearntCadence {
  readonly metric: string;
  /** Canonical. */
  readonly tags: string;
  readonly learntEveryMs: number | undefined;
}

/** When the newest point of each series of some columns was measured, in microseconds: to be taken before they are moved. */
export type NewestTimes = Float64Array;

/**
 * Arrivals that are counted of one commit: more would hold up everything else for milliseconds. The others count the next
 * time, with the age that they have then.
 */
const COUNTED_AT_ONCE = 500;

interface SeriesCadence {
  readonly metric: string;
  readonly tags: string;
  /** Parsed when first needed. */
  parsed?: Tags;
  /** Time of the newest point, in ms. */
  newestAt: number;
  cadence: Cadence;
}

/**
 * How often news of each series comes, learnt from its arrivals, for metrics that nobody gave a promise for. There are no
 * more of them than series. Of arrivals close together only the first costs more than a look-up.
 */
export class MetricCadences {
  private readonly byMetric = new Map<string, Map<string, SeriesCadence>>();
  private readonly unkept = new Set<SeriesCadence>();
  /** The series of a commit that is looked at first: the one after those that were counted last. */
  private first = 0;

  /** Goes on with what an earlier life of the process had learnt. @param now ms */
  restore(learnt: Iterable<{ metric: string; tags: string; learntEveryMs: number }>, now: number): void {
    for (const { metric, tags, learntEveryMs } of learnt) {
      this.seriesOf(metric).set(tags, seriesCadence(metric, tags, now, cadenceOf(learntEveryMs, now)));
    }
  }

  /**
   * Takes note of points that were stored.
   * @param newest of the columns, which may have been moved to another thread since
   * @param now ms
   * @param isPromised whether a promise was given for the metric, so that there is nothing to learn
   */
  take(
    { metrics, series }: PointColumns,
    newest: NewestTimes,
    now: number,
    isPromised: (metric: string) => boolean,
  ): void {
    const learning = metrics.keys.map((metric) => (isPromised(metric) ? undefined : this.seriesOf(metric)));
    const { length } = series.tags;
    const { first } = this;
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
        known.set(tags, seriesCadence(metrics.keys[metric] as string, tags, at, arrived(undefined, at, now)));
      } else if (this.arrive(before, at, now, counted < COUNTED_AT_ONCE)) {
        counted += 1;
        this.first = index + 1;
      }
    }
  }

  /** The promise (ms) learnt of the metric's series that the filter lets through: of several the most patient one. */
  promiseOf(metric: string, filter: TagFilter = {}): number | undefined {
    let most: number | undefined;
    for (const series of this.byMetric.get(metric)?.values() ?? []) {
      const { learntMs } = series.cadence;
      if (learntMs === undefined || learntMs <= (most ?? 0)) continue;
      if (fitsTags((series.parsed ??= parseTags(series.tags)), filter)) most = learntMs;
    }
    return most;
  }

  /** The longest (ms) that the series was silent between two arrivals, of the last ones; undefined before the second. */
  longestAge(metric: string, tags: string): number | undefined {
    const ages = this.byMetric.get(metric)?.get(tags)?.cadence.ages ?? [];
    return ages.length === 0 ? undefined : Math.max(...ages);
  }

  remove(metric: string): void {
    for (const series of this.byMetric.get(metric)?.values() ?? []) this.unkept.delete(series);
    this.byMetric.delete(metric);
  }

  /** Forgets a series that is gone. */
  removeSeries(metric: string, tags: string): void {
    const ofMetric = this.byMetric.get(metric);
    const series = ofMetric?.get(tags);
    if (!series) return;
    this.unkept.delete(series);
    ofMetric?.delete(tags);
  }

  /** What was newly learnt since the last time, at most so many; it is the caller's to keep. */
  takeUnkept(limit: number): LearntCadence[] {
    const taken: LearntCadence[] = [];
    for (const series of this.unkept) {
      if (taken.length >= limit) break;
      this.unkept.delete(series);
      taken.push({ metric: series.metric, tags: series.tags, learntEveryMs: series.cadence.learntMs });
    }
    return taken;
  }

  /** Points that are not newer than the newest are no news of the present. @returns whether the arrival was counted */
  private arrive(series: SeriesCadence, at: number, now: number, counting: boolean): boolean {
    if (at <= series.newestAt) return false;
    const before = series.cadence;
    if (counting) series.cadence = arrived(before, series.newestAt, now);
    series.newestAt = at;
    if (series.cadence.learntMs !== before.learntMs) this.unkept.add(series);
    return series.cadence !== before;
  }

  private seriesOf(metric: string): Map<string, SeriesCadence> {
    const known = this.byMetric.get(metric) ?? new Map<string, SeriesCadence>();
    if (known.size === 0) this.byMetric.set(metric, known);
    return known;
  }
}

function seriesCadence(metric: string, tags: string, newestAt: number, cadence: Cadence): SeriesCadence {
  return { metric, tags, newestAt, cadence };
}

/** @param now microseconds: the time of points without one */
export function newestTimes({ series, rows }: PointColumns, now: number): NewestTimes {
  const newest = new Float64Array(series.tags.length);
  for (let row = 0; row < rows.at.length; row += 1) {
    const index = rows.series[row] as number;
    const at = rows.at[row] as number;
    const time = Number.isNaN(at) ? now : at;
    if (time > (newest[index] as number)) newest[index] = time;
  }
  return newest;
}
