import type { JobContext } from '../database/job.js';

export interface SweepRequest {
  /** Points before it go, in microseconds; the last one of a series stays whatever its age. */
  readonly before: number;
  /** Series up to this id are done. */
  readonly after: number;
  /** Points to delete and series to visit at most, so that no write waits long. */
  readonly maxPoints: number;
  readonly maxSeries: number;
}

export interface SweepResult {
  readonly deleted: number;
  /** Where the next step goes on; undefined when all is done. */
  readonly after?: number;
}

/** One step of the sweep over all series. */
function sweep(context: JobContext, { before, after, maxPoints, maxSeries }: SweepRequest): SweepResult {
  const series = context.prepare('SELECT id FROM series WHERE id > ? ORDER BY id LIMIT ?').all(after, maxSeries);
  let deleted = 0;
  let done = after;
  for (const { id } of series) {
    const seriesId = Number(id);
    const last = context.prepare('SELECT max(at) AS at FROM points WHERE series_id = ?').get(seriesId)?.at;
    deleted += deletePoints(context, seriesId, Math.min(before, Number(last ?? 0)), maxPoints - deleted);
    if (deleted >= maxPoints) return { deleted, after: done };
    done = seriesId;
  }
  return series.length < maxSeries ? { deleted } : { deleted, after: done };
}

export type DeletedSweepRequest = Pick<SweepRequest, 'maxPoints' | 'maxSeries'>;

/** One step of the sweep over the points that deleted metrics left behind. */
function sweepDeleted(context: JobContext, { maxPoints, maxSeries }: DeletedSweepRequest): { done: boolean } {
  const series = context.prepare('SELECT id FROM deleted_series LIMIT ?').all(maxSeries);
  let room = maxPoints;
  for (const { id } of series) {
    room -= deletePoints(context, Number(id), Infinity, room);
    if (room <= 0) return { done: false };
    context.prepare('DELETE FROM deleted_series WHERE id = ?').run(Number(id));
  }
  return { done: series.length < maxSeries };
}

/** Deletes the oldest points before a time, at most so many; answers how many. */
function deletePoints(context: JobContext, seriesId: number, before: number, limit: number): number {
  const bound = context
    .prepare('SELECT at FROM points WHERE series_id = ? AND at < ? ORDER BY at LIMIT 1 OFFSET ?')
    .get(seriesId, before, limit)?.at;
  const until = typeof bound === 'number' ? bound : before;
  return Number(context.prepare('DELETE FROM points WHERE series_id = ? AND at < ?').run(seriesId, until).changes);
}

export const jobs = { sweep, sweepDeleted };
