import { HOUR_MS } from '../../../wire/duration.js';
import type { JobContext } from '../../database/job.js';
import { deadAt } from '../../common/freshness/freshness.js';
import { usToMs } from '../../common/time/timestamps.js';
import { type MetricRow, readMetricRow } from './metric-row.js';
import { countActiveSeries } from './series-limits.js';

/** The maximum number of series in one step. */
const MAX_SERIES_PER_STEP = 1_000;

export interface SilentSeries {
  readonly id: number;
  readonly key: string;
  /** Canonical. */
  readonly tags: string;
  /** Time of the last point. */
  readonly lastAtUs: number;
}

interface ExpectedSeries extends SilentSeries {
  /** The expected interval of the series itself, set or inferred. */
  readonly ownMs: number | null;
  /** The longest interval that was inferred for a series of the same metric. */
  readonly metricMs: number;
}

export interface SilentRequest {
  readonly nowMs: number;
  /** When the server started. The time before does not count as silence, because no points could arrive. */
  readonly startedAtMs: number;
}

/**
 * Returns series without a point for ten times their expected interval. If a series itself has none, because it ended before
 * one could be inferred, the longest interval of the metric's other series is used, and at least an hour.
 */
function findSilent(context: JobContext, { nowMs, startedAtMs }: SilentRequest): SilentSeries[] {
  const rows = context
    .prepare(
      `SELECT series.id AS id, metrics.key AS key, series.tags AS tags,
         coalesce(expect_every_ms, own.learnt_every_ms) AS ownMs,
         coalesce((SELECT max(learnt_every_ms) FROM cadences WHERE cadences.metric = metrics.key), 0) AS metricMs,
         (SELECT max(at) FROM points WHERE series_id = series.id) AS lastAtUs
       FROM series JOIN metrics ON metrics.id = metric_id
         LEFT JOIN cadences AS own ON own.metric = metrics.key AND own.tags = series.tags
       WHERE ended_at IS NULL
         AND (expect_every_ms IS NOT NULL OR EXISTS (SELECT 1 FROM cadences WHERE cadences.metric = metrics.key))`,
    )
    .all() as unknown as ExpectedSeries[];
  return rows
    .filter(({ ownMs, metricMs, lastAtUs }) => {
      const sinceMs = Math.max(usToMs(lastAtUs), startedAtMs);
      return (
        nowMs >= (ownMs === null ? Math.max(deadAt(sinceMs, metricMs), sinceMs + HOUR_MS) : deadAt(sinceMs, ownMs))
      );
    })
    .slice(0, MAX_SERIES_PER_STEP)
    .map(({ id, key, tags, lastAtUs }) => ({ id, key, tags, lastAtUs }));
}

/** Ends the series, unless they have received new points in the meantime. @returns the keys of their metrics */
function endSilent(context: JobContext, series: readonly SilentSeries[]): string[] {
  const end = context.prepare(
    `UPDATE series SET ended_at = ?
     WHERE id = ? AND ended_at IS NULL AND (SELECT max(at) FROM points WHERE series_id = series.id) = ?`,
  );
  const ended = series.filter(({ id, lastAtUs }) => end.run(lastAtUs + 1, id, lastAtUs).changes > 0);
  return [...new Set(ended.map(({ key }) => key))];
}

export interface InactiveRequest {
  /** Series without a point at or after this time do not count toward MAX_SERIES. */
  readonly activeSinceUs: number;
}

/** Marks series without a recent point as inactive. @returns how many series are active */
function deactivate(context: JobContext, { activeSinceUs }: InactiveRequest): number {
  context
    .prepare(
      `UPDATE series SET active = 0
       WHERE active = 1 AND (SELECT max(at) FROM points WHERE series_id = series.id) < ?`,
    )
    .run(activeSinceUs);
  return countActiveSeries(context);
}

export interface EmptySeriesRequest {
  /** The cutoff of the coarsest level. */
  readonly cutoffUs: number;
}

interface EmptySeries {
  readonly id: number;
  readonly metricId: number;
  readonly metric: string;
  /** Canonical. */
  readonly tags: string;
}

export interface RemovedSeries {
  readonly series: readonly Pick<EmptySeries, 'metric' | 'tags'>[];
  /** Metrics that still have other series. */
  readonly changed: readonly MetricRow[];
  /** Keys of metrics without other series, which are deleted. */
  readonly removed: readonly string[];
}

/** Deletes series of which only an expired last point is left, and metrics without other series. */
function removeEmpty(context: JobContext, { cutoffUs }: EmptySeriesRequest): RemovedSeries {
  const series = context
    .prepare(
      `SELECT series.id AS id, metric_id AS metricId, metrics.key AS metric, tags
       FROM series JOIN metrics ON metrics.id = metric_id
       WHERE active = 0 AND (SELECT max(at) FROM points WHERE series_id = series.id) < ?
         AND NOT EXISTS (SELECT 1 FROM chunks WHERE series_id = series.id)
         AND NOT EXISTS (SELECT 1 FROM rollups WHERE series_id = series.id)
       LIMIT ${MAX_SERIES_PER_STEP}`,
    )
    .all(cutoffUs) as unknown as EmptySeries[];
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

export const jobs = { findSilent, endSilent, deactivate, removeEmpty };
