import type { Tags } from '../../../wire/frame.js';
import { usToMs } from '../../common/time/timestamps.js';
import type { JobContext } from '../../database/job.js';
import { lastPointUntil } from '../history/last-point.js';
import { matchesTags, type TagFilter } from '../../../wire/tag-filter.js';
import { parseTags } from '../../common/tags.js';

/** More lines than this no chart can show. */
const MAX_SERIES_PER_FRAME = 100;

export interface SelectedSeries {
  readonly id: number;
  readonly tags: Tags;
  /** The last point (up to the time asked for): microseconds and value. */
  readonly lastAt: number;
  readonly lastValue: number;
  /** When it ended (up to the time asked for), in microseconds. */
  readonly endedAt?: number;
}

export interface Selection {
  readonly unit: string | null;
  readonly expectEveryMs: number | null;
  /** In the order of first push. */
  readonly series: readonly SelectedSeries[];
  /** Matching series, of which only those updated last are here. */
  readonly matching: number;
  /** The others of them. */
  readonly leftOut: readonly SelectedSeries[];
}

/** What part of time is asked for, in microseconds. */
export interface SelectedTime {
  /** Series that ended before it are left out, if there are others. */
  readonly from: number;
  /** Points after it are not looked at. */
  readonly until: number;
}

interface SeriesRow extends Omit<SelectedSeries, 'tags' | 'endedAt'> {
  readonly tags: string;
  readonly endedAt: number | null;
}

/**
 * The series of a metric that have these tags among theirs, and a point at or before `until`; undefined if there is no
 * such metric.
 */
export function selectSeries(
  context: JobContext,
  metric: string,
  tags: TagFilter,
  { from, until }: SelectedTime,
  limit = MAX_SERIES_PER_FRAME,
): Selection | undefined {
  const found = context.prepare('SELECT id, unit, expect_every_ms FROM metrics WHERE key = ?').get(metric) as
    { id: number; unit: string | null; expect_every_ms: number | null } | undefined;
  if (!found) return undefined;
  const rows = context
    .prepare(
      `SELECT series.id, tags, at AS lastAt, value AS lastValue, ended_at AS endedAt
       FROM series JOIN points ON series_id = series.id
         AND at = (SELECT max(at) FROM points WHERE series_id = series.id)
       WHERE metric_id = ? ORDER BY series.id`,
    )
    .all(found.id) as unknown as SeriesRow[];
  const all = rows
    .map((row) => ({ ...row, tags: parseTags(row.tags) }))
    .filter((series) => matchesTags(series.tags, tags))
    .flatMap((series) => asOf(context, series, until));
  const matching = unlessAll(all, ({ endedAt = Infinity }) => endedAt < from);
  const series = newest(matching, limit);
  const shown = new Set(series);
  return {
    unit: found.unit,
    expectEveryMs: found.expect_every_ms,
    series,
    matching: matching.length,
    leftOut: series.length === matching.length ? [] : matching.filter((each) => !shown.has(each)),
  };
}

/** Series without those that have ended; all of them where all have. */
export function withoutEnded<S extends Pick<SelectedSeries, 'endedAt'>>(series: readonly S[]): readonly S[] {
  return unlessAll(series, ({ endedAt }) => endedAt !== undefined);
}

/** How fresh what is shown of some series is, in ms. */
export interface SeriesFreshness {
  /** When the newest of the points was measured. */
  readonly updatedAt?: number;
  /** How soon the next one was promised, where it is known. */
  readonly expectEveryMs?: number;
  /** When the last of the series ended, if all have. */
  readonly endedAt?: number;
}

/** How fresh the series are together: those that have ended count only where all have. */
export function freshnessOf({ series, expectEveryMs }: Pick<Selection, 'series' | 'expectEveryMs'>): SeriesFreshness {
  const shown = withoutEnded(series);
  const newestAt = shown.reduce((newestSoFar, { lastAt }) => Math.max(newestSoFar, lastAt), -Infinity);
  const endedAt = shown.reduce((latest, each) => Math.max(latest, each.endedAt ?? Infinity), -Infinity);
  return {
    ...(shown.length === 0 ? {} : { updatedAt: usToMs(newestAt) }),
    ...(expectEveryMs === null ? {} : { expectEveryMs }),
    ...(Number.isFinite(endedAt) ? { endedAt: usToMs(endedAt) } : {}),
  };
}

/** The series as it was then: nothing if it had no point yet. */
function asOf(
  context: JobContext,
  { endedAt, ...series }: Omit<SelectedSeries, 'endedAt'> & { readonly endedAt: number | null },
  until: number,
): SelectedSeries[] {
  const ended = endedAt === null || endedAt > until ? {} : { endedAt };
  if (series.lastAt <= until) return [{ ...series, ...ended }];
  const last = lastPointUntil(context, series.id, until);
  return last ? [{ ...series, ...ended, lastAt: last.at, lastValue: last.value }] : [];
}

function unlessAll<S>(series: readonly S[], isLeftOut: (series: S) => boolean): readonly S[] {
  const left = series.filter((each) => !isLeftOut(each));
  return left.length === 0 ? series : left;
}

function newest(series: readonly SelectedSeries[], limit: number): readonly SelectedSeries[] {
  if (series.length <= limit) return series;
  return series
    .toSorted((a, b) => b.lastAt - a.lastAt || a.id - b.id)
    .slice(0, limit)
    .sort((a, b) => a.id - b.id);
}
