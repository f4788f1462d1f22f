import type { JobContext } from '../../database/job.js';
import { decodePoints, encodePoints } from './encoding/chunk-codec.js';
import { floorTo, type RetentionCutoffs, type Level, LEVELS, WINDOW } from './rollup-levels.js';
import { createChunkPartition } from './partitions.postgres.js';
import { joinPoints, mergePoints, type Points } from './points.js';
import { putRollup } from './store-rollup.js';
import { addSummaries, replaceSummaries, type BucketSummary, rollUp } from './rollup.js';
import { decodeRollup } from './encoding/rollup-codec.js';
import { StoredHistory } from './stored-history.js';

/** Points of a chunk at most: a few are quickly decoded, many compress well. */
const MAX_CHUNK = 4_096;

/** Points of one window that leave the head. */
export interface SealedWindow {
  readonly start: number;
  readonly points: Points;
  /** Whether it leaves no point of this window behind but perhaps the very last one of the series. */
  readonly complete: boolean;
}

/** What is to become of the rollups of a part of time: made anew from all raw points, or added to. */
interface RollupChange {
  readonly from: number;
  readonly until: number;
  readonly points: Points;
  readonly replaces: boolean;
}

/**
 * Moves points of a series from the head into chunks, and into the rollups. As long as its raw points are there, a
 * window's rollups are made of all of them, so that late points and repeated ones count as they should; after that
 * points are added.
 */
export function sealWindows(
  context: JobContext,
  seriesId: number,
  windows: readonly SealedWindow[],
  kept: RetentionCutoffs,
): void {
  const series = new StoredHistory(context, seriesId);
  const changes = windows.flatMap((window): RollupChange[] => {
    const { start, points, complete } = window;
    const part = { from: start, until: start + WINDOW };
    if (start < kept.raw) return [{ ...part, points, replaces: false }];
    const all = storePoints(context, series, seriesId, window, kept);
    return complete ? [{ ...part, points: all(), replaces: true }] : [];
  });
  for (const index of LEVELS.keys()) {
    const since = kept.levels[index] as number;
    changeRollups(
      context,
      series,
      seriesId,
      index,
      changes.filter(({ from }) => from >= since),
      kept,
    );
  }
  const remove = context.prepare('DELETE FROM points WHERE series_id = ? AND at >= ? AND at <= ?');
  for (const { points } of windows) remove.run(seriesId, points.at[0] as number, points.at.at(-1) as number);
}

/**
 * Merges points into the chunks that they lie among; those before and after stay as they are.
 * @returns all raw points of the window, read when they are asked for
 */
function storePoints(
  context: JobContext,
  series: StoredHistory,
  seriesId: number,
  { start, points }: SealedWindow,
  kept: RetentionCutoffs,
): () => Points {
  const chunks = series.chunks(start, start + WINDOW);
  const first = points.at[0] as number;
  const last = points.at.at(-1) as number;
  const begin = Math.max(
    0,
    chunks.findLastIndex((chunk) => chunk.start <= first),
  );
  const end = chunks.findLastIndex((chunk) => chunk.start <= last) + 1;
  const touched = chunks.slice(begin, end);
  const merged = mergePoints(joinPoints(touched.map(({ data }) => decodePoints(data))), points);
  if (context.dialect === 'postgres') createChunkPartition(context, start, kept);
  replaceChunks(context, seriesId, touched, merged);
  const decoded = (some: typeof chunks): Points[] => some.map(({ data }) => decodePoints(data));
  return () => joinPoints([...decoded(chunks.slice(0, begin)), merged, ...decoded(chunks.slice(end))]);
}

/** A chunk that only grows stays in its place, so that its page does not fall empty piece by piece. */
function replaceChunks(
  context: JobContext,
  seriesId: number,
  [first, ...others]: readonly { id: number }[],
  { at, value }: Points,
): void {
  const remove = context.prepare('DELETE FROM chunks WHERE id = ?');
  for (const { id } of others) remove.run(id);
  for (let from = 0; from < at.length; from += MAX_CHUNK) {
    const part = { at: at.subarray(from, from + MAX_CHUNK), value: value.subarray(from, from + MAX_CHUNK) };
    const row = [part.at[0] as number, encodePoints(part)] as const;
    if (from === 0 && first)
      context.prepare('UPDATE chunks SET start = ?, data = ? WHERE id = ?').run(...row, first.id);
    else context.prepare('INSERT INTO chunks (series_id, start, data) VALUES (?, ?, ?)').run(seriesId, ...row);
  }
}

function changeRollups(
  context: JobContext,
  series: StoredHistory,
  seriesId: number,
  index: number,
  changes: readonly RollupChange[],
  kept: RetentionCutoffs,
): void {
  const level = LEVELS[index] as Level;
  const rows = Map.groupBy(changes, ({ from }) => floorTo(from, level.span));
  for (const [start, ofRow] of rows) {
    const [row] = series.rollups(index, start, start + level.span, level.sketches);
    let cells: BucketSummary[] = row ? decodeRollup(row, level) : [];
    for (const { from, until, points, replaces } of ofRow) {
      const fresh = rollUp(points, level.step, level.sketches);
      cells = replaces ? replaceSummaries(cells, from, until, fresh) : addSummaries(cells, fresh);
    }
    putRollup(context, seriesId, level, start, cells, kept);
  }
}
