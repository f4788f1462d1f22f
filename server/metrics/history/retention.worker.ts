import type { JobContext } from '../../database/job.js';
import { type RetentionCutoffs, ROLLUP_LEVELS } from './rollup-levels.js';
import { dropPartitions } from './partitions.postgres.js';
import { lowerCutoff, advanceCutoff, readCutoffs } from './stored-history.js';

/** Advances the cutoffs. Older data is no longer read, and is deleted later. */
function setCutoffs(context: JobContext, { rawUs, levelCutoffsUs }: RetentionCutoffs): void {
  advanceCutoff(context, 0, rawUs);
  for (const [index, { stepUs }] of ROLLUP_LEVELS.entries())
    advanceCutoff(context, stepUs, levelCutoffsUs[index] as number);
}

/** Moves cutoffs in the future back. */
function lowerCutoffs(context: JobContext, { rawUs, levelCutoffsUs }: RetentionCutoffs): void {
  lowerCutoff(context, 0, rawUs);
  for (const [index, { stepUs }] of ROLLUP_LEVELS.entries())
    lowerCutoff(context, stepUs, levelCutoffsUs[index] as number);
}

export interface DeleteExpiredRequest {
  /** The step begins after the series with this id. */
  readonly after: number;
  /** Limits of one step, so that no write waits long. */
  readonly maxRows: number;
  readonly maxSeries: number;
}

export interface DeleteExpiredResult {
  readonly deleted: number;
  /** The `after` of the next step; undefined when all series are done. */
  readonly after?: number;
}

/**
 * Deletes some of the chunks and rollups that are older than the cutoffs. The newest points of series are not deleted. In
 * PostgreSQL it drops all partitions that are entirely older.
 */
function deleteExpired(context: JobContext, { after, maxRows, maxSeries }: DeleteExpiredRequest): DeleteExpiredResult {
  const { rawUs, levelCutoffsUs } = readCutoffs(context);
  if (context.dialect === 'postgres') return { deleted: dropPartitions(context, { rawUs, levelCutoffsUs }) };
  const series = context.prepare('SELECT id FROM series WHERE id > ? ORDER BY id LIMIT ?').all(after, maxSeries);
  let deleted = 0;
  let lastDone = after;
  for (const { id } of series) {
    const seriesId = Number(id);
    deleted += deleteChunks(context, seriesId, rawUs, maxRows - deleted);
    for (const [index, { stepUs }] of ROLLUP_LEVELS.entries()) {
      deleted += deleteRollups(context, seriesId, stepUs, levelCutoffsUs[index] as number, maxRows - deleted);
    }
    if (deleted >= maxRows) return { deleted, after: lastDone };
    lastDone = seriesId;
  }
  return series.length < maxSeries ? { deleted } : { deleted, after: lastDone };
}

export interface PurgeRequest {
  readonly maxPoints: number;
  readonly maxRows: number;
  readonly maxSeries: number;
}

/** Deletes some of the remaining history of deleted metrics. `done` is true when none is left. */
function purgeDeletedSeries(context: JobContext, { maxPoints, maxRows, maxSeries }: PurgeRequest): { done: boolean } {
  const series = context.prepare('SELECT id FROM deleted_series LIMIT ?').all(maxSeries);
  let points = maxPoints;
  let rows = maxRows;
  for (const { id } of series) {
    const seriesId = Number(id);
    points -= deletePoints(context, seriesId, points);
    rows -= deleteChunks(context, seriesId, Number.MAX_SAFE_INTEGER, rows);
    for (const { stepUs } of ROLLUP_LEVELS)
      rows -= deleteRollups(context, seriesId, stepUs, Number.MAX_SAFE_INTEGER, rows);
    if (points <= 0 || rows <= 0) return { done: false };
    context.prepare('DELETE FROM deleted_series WHERE id = ?').run(seriesId);
  }
  return { done: series.length < maxSeries };
}

export interface Usage {
  /** The size of the database, without reusable free space. */
  readonly bytes: number;
  /** The oldest time of the sealed points and of each level; undefined where there is no data. */
  readonly oldestUs: readonly (number | undefined)[];
}

function readUsage(context: JobContext): Usage {
  const findOldestUs = (select: string, ...parameters: number[]): number | undefined => {
    const firstUs = context.prepare(`SELECT min((${select})) AS first FROM series`).get(...parameters)?.first;
    return typeof firstUs === 'number' ? firstUs : undefined;
  };
  return {
    bytes: usedBytes(context),
    oldestUs: [
      findOldestUs('SELECT min(start) FROM chunks WHERE series_id = series.id'),
      ...ROLLUP_LEVELS.map(({ stepUs }) =>
        findOldestUs('SELECT min(start) FROM rollups WHERE series_id = series.id AND step = ?', stepUs),
      ),
    ],
  };
}

const PAGES_BYTES = `
  SELECT (page_count - freelist_count) * page_size AS bytes
  FROM pragma_page_count, pragma_freelist_count, pragma_page_size`;

const TABLES_BYTES = `
  SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class
  WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace)`;

function usedBytes(context: JobContext): number {
  const { bytes } = context.prepare(context.dialect === 'postgres' ? TABLES_BYTES : PAGES_BYTES).get() as {
    bytes: number;
  };
  return bytes;
}

function deleteChunks(context: JobContext, seriesId: number, beforeUs: number, limit: number): number {
  return countChanges(
    context,
    'DELETE FROM chunks WHERE id IN (SELECT id FROM chunks WHERE series_id = ? AND start < ? ORDER BY start LIMIT ?)',
    [seriesId, beforeUs, Math.max(0, limit)],
  );
}

function deleteRollups(context: JobContext, seriesId: number, stepUs: number, beforeUs: number, limit: number): number {
  return countChanges(
    context,
    `DELETE FROM rollups WHERE id IN
       (SELECT id FROM rollups WHERE series_id = ? AND step = ? AND start < ? ORDER BY start LIMIT ?)`,
    [seriesId, stepUs, beforeUs, Math.max(0, limit)],
  );
}

/** Deletes at most `limit` points, the oldest first. */
function deletePoints(context: JobContext, seriesId: number, limit: number): number {
  const bound = context
    .prepare('SELECT at FROM points WHERE series_id = ? ORDER BY at LIMIT 1 OFFSET ?')
    .get(seriesId, Math.max(0, limit))?.at;
  const beforeUs = typeof bound === 'number' ? bound : Number.MAX_SAFE_INTEGER;
  return countChanges(context, 'DELETE FROM points WHERE series_id = ? AND at < ?', [seriesId, beforeUs]);
}

function countChanges(context: JobContext, sql: string, parameters: readonly number[]): number {
  return Number(context.prepare(sql).run(...parameters).changes);
}

export const jobs = { readCutoffs, lowerCutoffs, setCutoffs, deleteExpired, purgeDeletedSeries, readUsage };
