import type { JobContext } from '../../database/job.js';
import { type RetentionCutoffs, LEVELS } from '../history/rollup-levels.js';
import { dropPartitions } from '../history/partitions.postgres.js';
import { lowerCutoff, advanceCutoff, readCutoffs } from '../history/stored-history.js';

/** Nothing before these times is relied on from now on. It is not gone yet. */
function setCutoffs(context: JobContext, { raw, levels }: RetentionCutoffs): void {
  advanceCutoff(context, 0, raw);
  for (const [index, { step }] of LEVELS.entries()) advanceCutoff(context, step, levels[index] as number);
}

/** More is relied on than before, for nothing can be kept from a time on that is yet to come. */
function lowerCutoffs(context: JobContext, { raw, levels }: RetentionCutoffs): void {
  lowerCutoff(context, 0, raw);
  for (const [index, { step }] of LEVELS.entries()) lowerCutoff(context, step, levels[index] as number);
}

export interface DeleteExpiredRequest {
  /** Series up to this id are done. */
  readonly after: number;
  /** Rows to delete and series to visit at most, so that no write waits long. */
  readonly maxRows: number;
  readonly maxSeries: number;
}

export interface DeleteExpiredResult {
  readonly deleted: number;
  /** Where the next step goes on; undefined when all is done. */
  readonly after?: number;
}

/**
 * One step of the sweep of all series: of what is not kept any more. Their last points are not among it. PostgreSQL drops
 * whole partitions, and keeps those of which something is kept.
 */
function deleteExpired(context: JobContext, { after, maxRows, maxSeries }: DeleteExpiredRequest): DeleteExpiredResult {
  const { raw, levels } = readCutoffs(context);
  if (context.dialect === 'postgres') return { deleted: dropPartitions(context, { raw, levels }) };
  const series = context.prepare('SELECT id FROM series WHERE id > ? ORDER BY id LIMIT ?').all(after, maxSeries);
  let deleted = 0;
  let done = after;
  for (const { id } of series) {
    const seriesId = Number(id);
    deleted += deleteChunks(context, seriesId, raw, maxRows - deleted);
    for (const [index, { step }] of LEVELS.entries()) {
      deleted += deleteRollups(context, seriesId, step, levels[index] as number, maxRows - deleted);
    }
    if (deleted >= maxRows) return { deleted, after: done };
    done = seriesId;
  }
  return series.length < maxSeries ? { deleted } : { deleted, after: done };
}

export interface PurgeRequest {
  readonly maxPoints: number;
  readonly maxRows: number;
  readonly maxSeries: number;
}

/** One step of the sweep over the history that deleted metrics left behind. */
function purgeDeletedSeries(context: JobContext, { maxPoints, maxRows, maxSeries }: PurgeRequest): { done: boolean } {
  const series = context.prepare('SELECT id FROM deleted_series LIMIT ?').all(maxSeries);
  let points = maxPoints;
  let rows = maxRows;
  for (const { id } of series) {
    const seriesId = Number(id);
    points -= deletePoints(context, seriesId, points);
    rows -= deleteChunks(context, seriesId, Number.MAX_SAFE_INTEGER, rows);
    for (const { step } of LEVELS) rows -= deleteRollups(context, seriesId, step, Number.MAX_SAFE_INTEGER, rows);
    if (points <= 0 || rows <= 0) return { done: false };
    context.prepare('DELETE FROM deleted_series WHERE id = ?').run(seriesId);
  }
  return { done: series.length < maxSeries };
}

export interface Usage {
  /** What the database takes, without room that is free again. */
  readonly bytes: number;
  /** When the oldest of the sealed points and of each level is from, in microseconds; undefined where there is nothing. */
  readonly oldest: readonly (number | undefined)[];
}

function usage(context: JobContext): Usage {
  const oldest = (select: string, ...parameters: number[]): number | undefined => {
    const first = context.prepare(`SELECT min((${select})) AS first FROM series`).get(...parameters)?.first;
    return typeof first === 'number' ? first : undefined;
  };
  return {
    bytes: usedBytes(context),
    oldest: [
      oldest('SELECT min(start) FROM chunks WHERE series_id = series.id'),
      ...LEVELS.map(({ step }) =>
        oldest('SELECT min(start) FROM rollups WHERE series_id = series.id AND step = ?', step),
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

function deleteChunks(context: JobContext, seriesId: number, before: number, limit: number): number {
  return changesOf(
    context,
    'DELETE FROM chunks WHERE id IN (SELECT id FROM chunks WHERE series_id = ? AND start < ? ORDER BY start LIMIT ?)',
    [seriesId, before, Math.max(0, limit)],
  );
}

function deleteRollups(context: JobContext, seriesId: number, step: number, before: number, limit: number): number {
  return changesOf(
    context,
    `DELETE FROM rollups WHERE id IN
       (SELECT id FROM rollups WHERE series_id = ? AND step = ? AND start < ? ORDER BY start LIMIT ?)`,
    [seriesId, step, before, Math.max(0, limit)],
  );
}

/** The oldest ones, at most so many. */
function deletePoints(context: JobContext, seriesId: number, limit: number): number {
  const bound = context
    .prepare('SELECT at FROM points WHERE series_id = ? ORDER BY at LIMIT 1 OFFSET ?')
    .get(seriesId, Math.max(0, limit))?.at;
  const before = typeof bound === 'number' ? bound : Number.MAX_SAFE_INTEGER;
  return changesOf(context, 'DELETE FROM points WHERE series_id = ? AND at < ?', [seriesId, before]);
}

function changesOf(context: JobContext, sql: string, parameters: readonly number[]): number {
  return Number(context.prepare(sql).run(...parameters).changes);
}

export const jobs = { readCutoffs, lowerCutoffs, setCutoffs, deleteExpired, purgeDeletedSeries, usage };
