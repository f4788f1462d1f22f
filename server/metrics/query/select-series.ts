import type { Tags } from '../../../wire/schemas/frame.js';
import { usToMs } from '../../common/time/timestamps.js';
import type { JobContext } from '../../database/job.js';
import { findLastPoint } from '../history/last-point.js';
import { matchesTags, type TagFilter } from '../../../wire/tag-filter.js';
import { parseTags } from '../../common/tags.js';

/** A chart cannot show more lines than this. */
const MAX_SERIES_PER_FRAME = 100;

export interface SelectedSeries {
  readonly id: number;
  readonly tags: Tags;
  /** Time of the last point in the selected time. */
  readonly lastAtUs: number;
  readonly lastValue: number;
  /** When it ended, if that is in the selected time. */
  readonly endedAtUs?: number;
}

export interface Selection {
  readonly unit: string | null;
  readonly expectEveryMs: number | null;
  /** In the order of creation. */
  readonly series: readonly SelectedSeries[];
  /** The number of matching series. `series` contains only those updated last. */
  readonly matching: number;
  /** The other matching series. */
  readonly omitted: readonly SelectedSeries[];
}

/** The time to select series for. */
export interface SelectionTime {
  /** Series that ended before this time are omitted, if there are others. */
  readonly fromUs: number;
  /** Points after this time are ignored. */
  readonly untilUs: number;
}

interface SeriesRow extends Omit<SelectedSeries, 'tags' | 'endedAtUs'> {
  readonly tags: string;
  readonly endedAtUs: number | null;
}

/**
 * Returns the series of a metric that match the tags and have a point at or before the end of the time; undefined if the
 * metric does not exist.
 */
export function selectSeries(
  context: JobContext,
  metric: string,
  tags: TagFilter,
  { fromUs, untilUs }: SelectionTime,
  limit = MAX_SERIES_PER_FRAME,
): Selection | undefined {
  const found = context.prepare('SELECT id, unit, expect_every_ms FROM metrics WHERE key = ?').get(metric) as
    { id: number; unit: string | null; expect_every_ms: number | null } | undefined;
  if (!found) return undefined;
  const rows = context
    .prepare(
      `SELECT series.id, tags, at AS lastAtUs, value AS lastValue, ended_at AS endedAtUs
       FROM series JOIN points ON series_id = series.id
         AND at = (SELECT max(at) FROM points WHERE series_id = series.id)
       WHERE metric_id = ? ORDER BY series.id`,
    )
    .all(found.id) as unknown as SeriesRow[];
  const all = rows
    .map((row) => ({ ...row, tags: parseTags(row.tags) }))
    .filter((series) => matchesTags(series.tags, tags))
    .flatMap((series) => seriesAt(context, series, untilUs));
  const matching = filterUnlessEmpty(all, ({ endedAtUs = Infinity }) => endedAtUs < fromUs);
  const series = newestSeries(matching, limit);
  const selected = new Set(series);
  return {
    unit: found.unit,
    expectEveryMs: found.expect_every_ms,
    series,
    matching: matching.length,
    omitted: series.length === matching.length ? [] : matching.filter((each) => !selected.has(each)),
  };
}

/** Returns the series that have not ended, or all if all have ended. */
export function withoutEnded<S extends Pick<SelectedSeries, 'endedAtUs'>>(series: readonly S[]): readonly S[] {
  return filterUnlessEmpty(series, ({ endedAtUs }) => endedAtUs !== undefined);
}

/** The freshness of some series. All values in ms. */
export interface SeriesFreshness {
  /** Time of the newest point. */
  readonly updatedAt?: number;
  /** The expected interval, if known. */
  readonly expectEveryMs?: number;
  /** When the last of the series ended, if all have ended. */
  readonly endedAt?: number;
}

/** Returns the freshness of all series together. Series that have ended are ignored unless all have ended. */
export function freshnessOf({ series, expectEveryMs }: Pick<Selection, 'series' | 'expectEveryMs'>): SeriesFreshness {
  const current = withoutEnded(series);
  const newestAtUs = current.reduce((newestSoFar, { lastAtUs }) => Math.max(newestSoFar, lastAtUs), -Infinity);
  const endedAtUs = current.reduce((latest, each) => Math.max(latest, each.endedAtUs ?? Infinity), -Infinity);
  return {
    ...(current.length === 0 ? {} : { updatedAt: usToMs(newestAtUs) }),
    ...(expectEveryMs === null ? {} : { expectEveryMs }),
    ...(Number.isFinite(endedAtUs) ? { endedAt: usToMs(endedAtUs) } : {}),
  };
}

/** Returns the series as it was at a time: nothing if it had no point yet. */
function seriesAt(
  context: JobContext,
  { endedAtUs, ...series }: Omit<SelectedSeries, 'endedAtUs'> & { readonly endedAtUs: number | null },
  untilUs: number,
): SelectedSeries[] {
  const ended = endedAtUs === null || endedAtUs > untilUs ? {} : { endedAtUs };
  if (series.lastAtUs <= untilUs) return [{ ...series, ...ended }];
  const last = findLastPoint(context, series.id, untilUs);
  return last ? [{ ...series, ...ended, lastAtUs: last.atUs, lastValue: last.value }] : [];
}

function filterUnlessEmpty<S>(series: readonly S[], isOmitted: (series: S) => boolean): readonly S[] {
  const remaining = series.filter((each) => !isOmitted(each));
  return remaining.length === 0 ? series : remaining;
}

function newestSeries(series: readonly SelectedSeries[], limit: number): readonly SelectedSeries[] {
  if (series.length <= limit) return series;
  return series
    .toSorted((a, b) => b.lastAtUs - a.lastAtUs || a.id - b.id)
    .slice(0, limit)
    .sort((a, b) => a.id - b.id);
}
