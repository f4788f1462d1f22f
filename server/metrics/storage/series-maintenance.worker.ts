import type { JobContext } from '../../database/job.js';
import { deadAt } from '../../dashboard/queries/freshness.js';
import { usToMs } from '../../common/time/timestamps.js';
import { type MetricRow, readMetricRow } from './metric-row.js';
import { countActiveSeries } from './series-limits.js';

const HOUR_MS = 3_600_000;

/** What is looked at in one step at most. */
const MAX_SERIES = 1_000;

export interface SilentSeries {
  readonly id: number;
  readonly key: string;
  /** Canonical. */
  readonly tags: string;
  /** Microseconds. */
  readonly lastAt: number;
}

interface ExpectedSeries extends SilentSeries {
  /** The interval (ms) that is expected of the series itself, given or inferred. */
  readonly ownMs: number | null;
  /** The longest one (ms) that was inferred for a series of the same metric. */
  readonly siblingMs: number;
}

export interface SilentRequest {
  /** Ms. */
  readonly now: number;
  /** When the server started, in ms: what could not come before is no silence. */
  readonly startedAt: number;
}

/**
 * Series of which nothing has come for ten times their expected interval. Where none is known of a series itself, as of a
 * process that ended before one could be inferred, it is that of its metric's other series, and an hour at least.
 */
function silent(context: JobContext, { now, startedAt }: SilentRequest): SilentSeries[] {
  const rows = context
    .prepare(
      `SELECT series.id AS id, metrics.key AS key, series.tags AS tags,
         coalesce(expect_every_ms, own.learnt_every_ms) AS ownMs,
         coalesce((SELECT max(learnt_every_ms) FROM cadences WHERE cadences.metric = metrics.key), 0) AS siblingMs,
         (SELECT max(at) FROM points WHERE series_id = series.id) AS lastAt
       FROM series JOIN metrics ON metrics.id = metric_id
         LEFT JOIN cadences AS own ON own.metric = metrics.key AND own.tags = series.tags
       WHERE ended_at IS NULL
         AND (expect_every_ms IS NOT NULL OR EXISTS (SELECT 1 FROM cadences WHERE cadences.metric = metrics.key))`,
    )
    .all() as unknown as ExpectedSeries[];
  return rows
    .filter(({ ownMs, siblingMs, lastAt }) => {
      const since = Math.max(usToMs(lastAt), startedAt);
      return now >= (ownMs === null ? Math.max(deadAt(since, siblingMs), since + HOUR_MS) : deadAt(since, ownMs));
    })
    .slice(0, MAX_SERIES)
    .map(({ id, key, tags, lastAt }) => ({ id, key, tags, lastAt }));
}

/** The series have ended, unless something has come meanwhile. @returns the keys of their metrics. */
function endSilent(context: JobContext, series: readonly SilentSeries[]): string[] {
  const end = context.prepare(
    `UPDATE series SET ended_at = ?
     WHERE id = ? AND ended_at IS NULL AND (SELECT max(at) FROM points WHERE series_id = series.id) = ?`,
  );
  const ended = series.filter(({ id, lastAt }) => end.run(lastAt + 1, id, lastAt).changes > 0);
  return [...new Set(ended.map(({ key }) => key))];
}

export interface InactiveRequest {
  /** Series without a point at or after this time (microseconds) do not count towards MAX_SERIES. */
  readonly activeSince: number;
}

/** Series without a recent point no longer count. @returns how many do. */
function deactivate(context: JobContext, { activeSince }: InactiveRequest): number {
  context
    .prepare(
      `UPDATE series SET active = 0
       WHERE active = 1 AND (SELECT max(at) FROM points WHERE series_id = series.id) < ?`,
    )
    .run(activeSince);
  return countActiveSeries(context);
}

export interface ForgottenRequest {
  /** The coarsest level is kept from this time on, in microseconds. */
  readonly keptSince: number;
}

interface ForgottenSeries {
  readonly id: number;
  readonly metricId: number;
  readonly metric: string;
  /** Canonical. */
  readonly tags: string;
}

export interface Forgotten {
  readonly series: readonly Pick<ForgottenSeries, 'metric' | 'tags'>[];
  /** Metrics that have other series still. */
  readonly changed: readonly MetricRow[];
  /** Keys of metrics that have none, and are deleted. */
  readonly removed: readonly string[];
}

/** Deletes series of which no level holds anything any more but their last point, and metrics that have no other. */
function removeForgotten(context: JobContext, { keptSince }: ForgottenRequest): Forgotten {
  const series = context
    .prepare(
      `SELECT series.id AS id, metric_id AS metricId, metrics.key AS metric, tags
       FROM series JOIN metrics ON metrics.id = metric_id
       WHERE active = 0 AND (SELECT max(at) FROM points WHERE series_id = series.id) < ?
         AND NOT EXISTS (SELECT 1 FROM chunks WHERE series_id = series.id)
         AND NOT EXISTS (SELECT 1 FROM rollups WHERE series_id = series.id)
       LIMIT ${MAX_SERIES}`,
    )
    .all(keptSince) as unknown as ForgottenSeries[];
  for (const { id, metric, tags } of series) {
    context.prepare('INSERT INTO deleted_series (id) VALUES (?)').run(id);
    context.prepare('DELETE FROM series WHERE id = ?').run(id);
    context.prepare('DELETE FROM cadences WHERE metric = ? AND tags = ?').run(metric, tags);
  }
  const ids = new Set(series.map(({ metricId }) => metricId));
  const metrics = Array.from(ids, (id) => readMetricRow(context, id));
  const removed = metrics.filter(({ seriesCount }) => seriesCount === 0);
  for (const { id, key } of removed) {
    context.prepare('DELETE FROM metrics WHERE id = ?').run(id);
    context.prepare('DELETE FROM cadences WHERE metric = ?').run(key);
  }
  return {
    series: series.map(({ metric, tags }) => ({ metric, tags })),
    changed: metrics.filter(({ seriesCount }) => seriesCount > 0),
    removed: removed.map(({ key }) => key),
  };
}

export const jobs = { silent, endSilent, deactivate, removeForgotten };
