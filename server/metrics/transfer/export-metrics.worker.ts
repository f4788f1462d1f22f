import { toNdjson } from '../../transfer/ndjson.js';
import type { JobContext } from '../../database/job.js';
import { type RetentionCutoffs, ROLLUP_LEVELS, WINDOW_US } from '../history/rollup-levels.js';
import { mergePoints } from '../history/points.js';
import { decodeRollup } from '../history/encoding/rollup-codec.js';
import { readCutoffs, StoredHistory } from '../history/stored-history.js';
import type { BucketSummary } from '../history/rollup.js';
import { exportPage, type ExportPage } from '../../transfer/paged-export.js';
import { parseTags } from '../../common/tags.js';

/** Where an export continues: in this series, at this time, in this level (-1: the points). */
export interface HistoryCursor {
  readonly series: number;
  readonly level: number;
  readonly fromUs: number;
}

const POINTS_LEVEL = -1;

/** Limits of a page: the time that its points cover, and their number. */
const PAGE_TIME_US = 24 * WINDOW_US;
const PAGE_POINTS = 20_000;

interface SeriesRow {
  readonly id: number;
  readonly key: string;
  readonly tags: string;
  /** Null while it is current. */
  readonly endedAtUs: number | null;
}

/** Exports the retention cutoffs and all metrics. */
function exportMetrics(context: JobContext): Uint8Array<ArrayBuffer> {
  const rows = context
    .prepare('SELECT key, unit, expect_every_ms AS expectEveryMs FROM metrics ORDER BY id')
    .all() as unknown as { key: string; unit: string | null; expectEveryMs: number | null }[];
  const lines = rows.map(({ key, unit, expectEveryMs }) => ({
    type: 'metric',
    key,
    ...(unit === null ? {} : { unit }),
    ...(expectEveryMs === null ? {} : { expectEvery: `${expectEveryMs}ms` }),
  }));
  const cutoffs = readCutoffs(context);
  const since = Object.fromEntries<number>([
    [0, cutoffs.rawUs],
    ...ROLLUP_LEVELS.map(({ stepUs }, level) => [stepUs, cutoffs.levelCutoffsUs[level] as number] as const),
  ]);
  return transferred(context, toNdjson([{ type: 'kept', since }, ...lines]));
}

/** Exports the next page of the history: points while they are kept, then rollups. */
function exportHistory(context: JobContext, { series, level, fromUs }: HistoryCursor): ExportPage<HistoryCursor> {
  const row = context
    .prepare(
      `SELECT series.id AS id, key, tags, ended_at AS endedAtUs FROM series JOIN metrics ON metrics.id = metric_id
       WHERE series.id >= ? ORDER BY series.id LIMIT 1`,
    )
    .get(series) as SeriesRow | undefined;
  if (!row) return { bytes: new Uint8Array(0) };
  const start = row.id === series ? { level, fromUs } : { level: POINTS_LEVEL, fromUs: 0 };
  const cutoffs = readCutoffs(context);
  const { lines, next } =
    start.level === POINTS_LEVEL
      ? readPointsPage(context, row, start.fromUs, cutoffs)
      : readRollupsPage(context, row, start.level, start.fromUs, cutoffs);
  return exportPage(context, lines, next);
}

interface Page {
  readonly lines: object[];
  readonly next: HistoryCursor;
}

/** Sealed points before the cutoff are not exported. Their rollups are. */
function readPointsPage(
  context: JobContext,
  { id, key, tags }: SeriesRow,
  fromUs: number,
  { rawUs }: RetentionCutoffs,
): Page {
  const beginUs = findFirstPointUs(context, id, fromUs, rawUs);
  if (beginUs === undefined) return { lines: [], next: { series: id, level: 0, fromUs: 0 } };
  const stored = new StoredHistory(context, id);
  const untilUs = beginUs + PAGE_TIME_US;
  const found = mergePoints(stored.sealed(Math.max(beginUs, rawUs), untilUs), stored.unsealed(beginUs, untilUs));
  const atUs = Array.from(found.atUs.subarray(0, PAGE_POINTS));
  const value = Array.from(found.value.subarray(0, PAGE_POINTS));
  const next = { series: id, level: POINTS_LEVEL, fromUs: found.atUs[PAGE_POINTS] ?? untilUs };
  // A page can be empty if only the start of a chunk is in its time.
  return { lines: atUs.length === 0 ? [] : [{ type: 'points', key, tags: parseTags(tags), at: atUs, value }], next };
}

/** Returns the time of the first point from a time, or the start of the chunk that contains it. */
function findFirstPointUs(context: JobContext, id: number, fromUs: number, rawUs: number): number | undefined {
  const unsealed = context
    .prepare('SELECT min(at) AS at FROM points WHERE series_id = ? AND at >= ?')
    .get(id, fromUs)?.at;
  const chunk = context
    .prepare('SELECT min(start) AS start FROM chunks WHERE series_id = ? AND start > ?')
    .get(id, Math.max(fromUs, rawUs) - WINDOW_US)?.start;
  const timesUs = [unsealed, chunk].filter((time) => typeof time === 'number');
  return timesUs.length === 0 ? undefined : Math.max(fromUs, Math.min(...timesUs));
}

function readRollupsPage(
  context: JobContext,
  row: SeriesRow,
  index: number,
  fromUs: number,
  cutoffs: RetentionCutoffs,
): Page {
  const level = ROLLUP_LEVELS[index];
  if (!level) return { lines: toEndLines(row), next: { series: row.id + 1, level: POINTS_LEVEL, fromUs: 0 } };
  const startUs = context
    .prepare('SELECT min(start) AS start FROM rollups WHERE series_id = ? AND step = ? AND start >= ? AND start < ?')
    .get(row.id, level.stepUs, fromUs, cutoffs.rawUs)?.start;
  if (typeof startUs !== 'number') return { lines: [], next: { series: row.id, level: index + 1, fromUs: 0 } };
  const buckets = new StoredHistory(context, row.id)
    .rollups(index, startUs, startUs + 1, true)
    .flatMap((rollup) => decodeRollup(rollup, level))
    // Newer rollups are computed again from the imported points.
    .filter((bucket) => bucket.startUs < cutoffs.rawUs);
  const { key, tags } = row;
  const line = { type: 'rollups', key, tags: parseTags(tags), step: level.stepUs, cells: buckets.map(toBucketTuple) };
  return { lines: buckets.length === 0 ? [] : [line], next: { series: row.id, level: index, fromUs: startUs + 1 } };
}

/** The end of a series follows its points, which would make it current again. */
function toEndLines({ key, tags, endedAtUs }: SeriesRow): object[] {
  return endedAtUs === null ? [] : [{ type: 'seriesEnd', key, tags: parseTags(tags), at: endedAtUs }];
}

function toBucketTuple({ startUs, count, sum, min, max, last, sketch }: BucketSummary): unknown[] {
  return [startUs, count, sum, min, max, last, sketch.bins, sketch.counts];
}

function transferred(context: JobContext, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  context.transfer(bytes.buffer);
  return bytes;
}

export const jobs = { exportMetrics, exportHistory };
