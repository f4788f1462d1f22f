import type { Tags } from '../../wire/frame.js';
import { millisOf } from '../base/time.js';
import type { JobContext } from '../database/job.js';
import { lastPointUntil } from './history/last-point.js';
import { fitsTags, type TagFilter } from './query/tag-filter.js';
import { parseTags } from './tags.js';

/** More lines than this no chart can show. */
const MAX_SERIES_PER_FRAME = 100;

export interface SelectedSeries {
  readonly id: number;
  readonly tags: Tags;
  /** The last point (up to the time asked for): microseconds and value. */
  readonly lastAt: number;
  readonly lastValue: number;
}

export interface Selection {
  readonly unit: string | null;
  readonly expectEveryMs: number | null;
  /** In the order of first push. */
  readonly series: readonly SelectedSeries[];
  /** Matching series, of which only those updated last are here. */
  readonly matching: number;
}

/**
 * The series of a metric that have these tags among theirs, and a point at or before `until` (microseconds); undefined if
 * there is no such metric.
 */
export function selectSeries(
  context: JobContext,
  metric: string,
  tags: TagFilter,
  { limit = MAX_SERIES_PER_FRAME, until = Number.MAX_SAFE_INTEGER } = {},
): Selection | undefined {
  const found = context.prepare('SELECT id, unit, expect_every_ms FROM metrics WHERE key = ?').get(metric) as
    { id: number; unit: string | null; expect_every_ms: number | null } | undefined;
  if (!found) return undefined;
  const matching = context
    .prepare(
      `SELECT series.id, tags, at AS lastAt, value AS lastValue
       FROM series JOIN points ON series_id = series.id
         AND at = (SELECT max(at) FROM points WHERE series_id = series.id)
       WHERE metric_id = ? ORDER BY series.id`,
    )
    .all(found.id)
    .map((row) => ({ ...row, tags: parseTags(String(row.tags)) }) as unknown as SelectedSeries)
    .filter((series) => fitsTags(series.tags, tags))
    .flatMap((series) => asOf(context, series, until));
  return {
    unit: found.unit,
    expectEveryMs: found.expect_every_ms,
    series: newest(matching, limit),
    matching: matching.length,
  };
}

/** When the newest of the points was measured, and how soon the next one was promised, both in ms, where it is known. */
export function promisedBy({ series, expectEveryMs }: Selection): { updatedAt?: number; expectEveryMs?: number } {
  const newestAt = series.reduce((newestSoFar, { lastAt }) => Math.max(newestSoFar, lastAt), -Infinity);
  return {
    ...(series.length === 0 ? {} : { updatedAt: millisOf(newestAt) }),
    ...(expectEveryMs === null ? {} : { expectEveryMs }),
  };
}

/** The series as it was then: nothing if it had no point yet. */
function asOf(context: JobContext, series: SelectedSeries, until: number): SelectedSeries[] {
  if (series.lastAt <= until) return [series];
  const last = lastPointUntil(context, series.id, until);
  return last ? [{ ...series, lastAt: last.at, lastValue: last.value }] : [];
}

function newest(series: readonly SelectedSeries[], limit: number): readonly SelectedSeries[] {
  if (series.length <= limit) return series;
  return series
    .toSorted((a, b) => b.lastAt - a.lastAt || a.id - b.id)
    .slice(0, limit)
    .sort((a, b) => a.id - b.id);
}
