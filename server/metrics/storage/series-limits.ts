import { JobError } from '../../common/errors/job-error.js';
import { type JobContext } from '../../database/job.js';
import type { PointColumns } from '../input/point-columns.js';

export interface SeriesLimits {
  /** How many series may have a point within RETENTION, in total and for each metric. */
  readonly maxSeries: number;
  readonly maxSeriesPerMetric: number;
}

/** Why there would be too many series, and what the user can do. */
export interface TooManySeries {
  readonly message: string;
  readonly advice: string;
}

/** Series without a point within RETENTION do not count, but they are stored. This limits the stored series per allowed active series. */
const STORED_PER_ACTIVE = 10;

/**
 * Checks whether a request would create too many series.
 * @param metricIds ids of the request's metrics; undefined for new ones
 * @param created how many of the request's series are new
 * @param added indexes of the series that will start to count
 */
export function findTooManySeries(
  context: JobContext,
  { metrics, series }: PointColumns,
  metricIds: readonly (number | undefined)[],
  created: number,
  added: ReadonlySet<number>,
  { maxSeries, maxSeriesPerMetric }: SeriesLimits,
): TooManySeries | undefined {
  const stored = created === 0 ? 0 : countSeries(context) + created;
  if (stored > STORED_PER_ACTIVE * maxSeries) return tooManyStored(stored, STORED_PER_ACTIVE * maxSeries);
  if (added.size === 0) return undefined;
  const active = countActiveSeries(context) + added.size;
  if (active > maxSeries) return tooManySeries(active, maxSeries);
  const countOfMetric = context.prepare('SELECT count(*) AS count FROM series WHERE metric_id = ? AND active = 1');
  for (const [metric, count] of countByMetric(series.metric, added)) {
    const id = metricIds[metric];
    const ofMetric = count + (id === undefined ? 0 : Number(countOfMetric.get(id)?.count));
    if (ofMetric > maxSeriesPerMetric) {
      return tooManyOfMetric(metrics.keys[metric] as string, ofMetric, maxSeriesPerMetric);
    }
  }
  return undefined;
}

function countSeries(context: JobContext): number {
  return Number(context.prepare('SELECT count(*) AS count FROM series').get()?.count);
}

/** Returns how many series count toward MAX_SERIES. */
export function countActiveSeries(context: JobContext): number {
  return Number(context.prepare('SELECT count(*) AS count FROM series WHERE active = 1').get()?.count);
}

/** @throws JobError 429, always */
export function rejectTooManySeries({ message, advice }: TooManySeries): never {
  throw new JobError(429, `${message}: nothing was stored. ${advice}`);
}

function countByMetric(metricOf: readonly number[], added: ReadonlySet<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const index of added) {
    const metric = metricOf[index] as number;
    counts.set(metric, (counts.get(metric) ?? 0) + 1);
  }
  return counts;
}

function tooManySeries(count: number, maxSeries: number): TooManySeries {
  return {
    message: `There would be ${count} series, more than the ${maxSeries} that MAX_SERIES allows`,
    advice: 'Use fewer distinct tags, delete metrics that are no longer needed, or increase MAX_SERIES.',
  };
}

function tooManyStored(count: number, max: number): TooManySeries {
  return {
    message: `There would be ${count} series, including those whose points are older than RETENTION, more than the ${max} that ${STORED_PER_ACTIVE} times MAX_SERIES allows`,
    advice: 'Delete metrics that are no longer needed, or increase MAX_SERIES.',
  };
}

function tooManyOfMetric(key: string, count: number, maxSeries: number): TooManySeries {
  return {
    message: `${key} would have ${count} series, more than the ${maxSeries} that MAX_SERIES_PER_METRIC allows`,
    advice: 'Leave out tags that differ each time, such as ids, or increase MAX_SERIES_PER_METRIC.',
  };
}
