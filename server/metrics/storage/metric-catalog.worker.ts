import type { JobContext } from '../../database/job.js';
import { toJsonBytes } from '../../database/worker/json-bytes.js';
import { readMetricRows, type MetricRow } from './metric-row.js';
import { usToIso } from '../../common/time/timestamps.js';
import { readableName } from '../../common/readable-name.js';
import { parseTags } from '../../common/tags.js';

/** Returns all metrics, in the order in which they were created. */
function readMetrics(context: JobContext): MetricRow[] {
  return readMetricRows(context);
}

export interface ListRequest {
  /** Later points are ignored. */
  readonly untilUs: number;
}

/** Returns the response to `GET /api/v1/metrics` as JSON in UTF-8. It is created in this thread, because it may have thousands of items. */
function listMetrics(context: JobContext, { untilUs }: ListRequest): Uint8Array<ArrayBuffer> {
  const rows = context
    .prepare(
      `SELECT key, unit, expect_every_ms AS expectEveryMs, tags, at, value, ended_at AS endedAt,
         (SELECT learnt_every_ms FROM cadences WHERE metric = key AND cadences.tags = series.tags) AS inferredEveryMs
       FROM metrics JOIN series ON metric_id = metrics.id JOIN points ON series_id = series.id
         AND at = (SELECT max(at) FROM points WHERE series_id = series.id AND at <= ?)
       ORDER BY metrics.id, series.id`,
    )
    .all(untilUs);
  const items = rows.map(({ key, unit, expectEveryMs, inferredEveryMs, tags, at, value, endedAt }) => ({
    key,
    ...readableName(String(key)),
    value,
    at: usToIso(Number(at)),
    ...(unit === null ? {} : { unit }),
    ...(expectEveryMs === null ? {} : { expectEvery: `${Number(expectEveryMs)}ms` }),
    ...(expectEveryMs !== null || inferredEveryMs === null ? {} : { inferredEvery: `${Number(inferredEveryMs)}ms` }),
    ...(endedAt === null ? {} : { endedAt: usToIso(Number(endedAt)) }),
    tags: parseTags(String(tags)),
  }));
  return toJsonBytes(context, { items });
}

/** Deletes a metric with its series. Its points are deleted later, in small steps. @returns whether the metric existed */
function removeMetric(context: JobContext, { key }: { key: string }): boolean {
  const id = context.prepare('SELECT id FROM metrics WHERE key = ?').get(key)?.id;
  if (typeof id !== 'number') return false;
  context.prepare('INSERT INTO deleted_series (id) SELECT id FROM series WHERE metric_id = ?').run(id);
  context.prepare('DELETE FROM series WHERE metric_id = ?').run(id);
  context.prepare('DELETE FROM metrics WHERE id = ?').run(id);
  context.prepare('DELETE FROM cadences WHERE metric = ?').run(key);
  return true;
}

export const jobs = { readMetrics, listMetrics, removeMetric };
