import type { JobContext } from '../../database/job.js';
import { decodePoints, encodePoints } from './encoding/chunk-codec.js';
import { floorToMultiple, type RetentionCutoffs, type RollupLevel, ROLLUP_LEVELS, WINDOW_US } from './rollup-levels.js';
import { createChunkPartition } from './partitions.postgres.js';
import { concatPoints, mergePoints, type Points } from './points.js';
import { storeRollup } from './store-rollup.js';
import { addSummaries, replaceSummaries, type BucketSummary, rollUp } from './rollup.js';
import { decodeRollup } from './encoding/rollup-codec.js';
import { StoredHistory } from './stored-history.js';

/** The maximum number of points in a chunk: few points decode fast, many compress well. */
const MAX_CHUNK_POINTS = 4_096;

/** Points of one window that move from the table `points` into chunks. */
export interface WindowToSeal {
  readonly startUs: number;
  readonly points: Points;
  /** Whether all unsealed points of this window are moved, except for the newest point of the series. */
  readonly complete: boolean;
}

/** A change to the rollups of a time span: `points` replace its buckets, or are added to them. */
interface RollupChange {
  readonly fromUs: number;
  readonly untilUs: number;
  readonly points: Points;
  readonly replacesBuckets: boolean;
}

/**
 * Moves points of a series from the table `points` into chunks and rollups. While the raw points of a window are kept, its
 * rollups are computed from all of them, so that late and repeated points count correctly. After that, points are only added.
 */
export function sealWindows(
  context: JobContext,
  seriesId: number,
  windows: readonly WindowToSeal[],
  cutoffs: RetentionCutoffs,
): void {
  const series = new StoredHistory(context, seriesId);
  const changes = windows.flatMap((window): RollupChange[] => {
    const { startUs, points, complete } = window;
    const part = { fromUs: startUs, untilUs: startUs + WINDOW_US };
    if (startUs < cutoffs.rawUs) return [{ ...part, points, replacesBuckets: false }];
    const readAll = mergeIntoChunks(context, series, seriesId, window, cutoffs);
    return complete ? [{ ...part, points: readAll(), replacesBuckets: true }] : [];
  });
  for (const index of ROLLUP_LEVELS.keys()) {
    const cutoffUs = cutoffs.levelCutoffsUs[index] as number;
    updateRollups(
      context,
      series,
      seriesId,
      index,
      changes.filter(({ fromUs }) => fromUs >= cutoffUs),
      cutoffs,
    );
  }
  const remove = context.prepare('DELETE FROM points WHERE series_id = ? AND at >= ? AND at <= ?');
  for (const { points } of windows) remove.run(seriesId, points.atUs[0] as number, points.atUs.at(-1) as number);
}

/**
 * Merges points into the chunks that overlap them. Chunks before and after are unchanged.
 * @returns a function that reads all raw points of the window
 */
function mergeIntoChunks(
  context: JobContext,
  series: StoredHistory,
  seriesId: number,
  { startUs, points }: WindowToSeal,
  cutoffs: RetentionCutoffs,
): () => Points {
  const chunks = series.chunks(startUs, startUs + WINDOW_US);
  const firstUs = points.atUs[0] as number;
  const lastUs = points.atUs.at(-1) as number;
  const begin = Math.max(
    0,
    chunks.findLastIndex((chunk) => chunk.start <= firstUs),
  );
  const end = chunks.findLastIndex((chunk) => chunk.start <= lastUs) + 1;
  const overlapping = chunks.slice(begin, end);
  const merged = mergePoints(concatPoints(overlapping.map(({ data }) => decodePoints(data))), points);
  if (context.dialect === 'postgres') createChunkPartition(context, startUs, cutoffs);
  replaceChunks(context, seriesId, overlapping, merged);
  const decode = (some: typeof chunks): Points[] => some.map(({ data }) => decodePoints(data));
  return () => concatPoints([...decode(chunks.slice(0, begin)), merged, ...decode(chunks.slice(end))]);
}

/** Updates the first chunk in place, so that its database page does not become fragmented. */
function replaceChunks(
  context: JobContext,
  seriesId: number,
  [first, ...others]: readonly { id: number }[],
  { atUs, value }: Points,
): void {
  const remove = context.prepare('DELETE FROM chunks WHERE id = ?');
  for (const { id } of others) remove.run(id);
  for (let begin = 0; begin < atUs.length; begin += MAX_CHUNK_POINTS) {
    const end = begin + MAX_CHUNK_POINTS;
    const part = { atUs: atUs.subarray(begin, end), value: value.subarray(begin, end) };
    const row = [part.atUs[0] as number, encodePoints(part)] as const;
    if (begin === 0 && first)
      context.prepare('UPDATE chunks SET start = ?, data = ? WHERE id = ?').run(...row, first.id);
    else context.prepare('INSERT INTO chunks (series_id, start, data) VALUES (?, ?, ?)').run(seriesId, ...row);
  }
}

function updateRollups(
  context: JobContext,
  series: StoredHistory,
  seriesId: number,
  index: number,
  changes: readonly RollupChange[],
  cutoffs: RetentionCutoffs,
): void {
  const level = ROLLUP_LEVELS[index] as RollupLevel;
  const rows = Map.groupBy(changes, ({ fromUs }) => floorToMultiple(fromUs, level.spanUs));
  for (const [startUs, rowChanges] of rows) {
    const [row] = series.rollups(index, startUs, startUs + level.spanUs, level.sketches);
    let buckets: BucketSummary[] = row ? decodeRollup(row, level) : [];
    for (const { fromUs, untilUs, points, replacesBuckets } of rowChanges) {
      const added = rollUp(points, level.stepUs, level.sketches);
      buckets = replacesBuckets ? replaceSummaries(buckets, fromUs, untilUs, added) : addSummaries(buckets, added);
    }
    storeRollup(context, seriesId, level, startUs, buckets, cutoffs);
  }
}
