import { toNdjson } from '../../transfer/ndjson.js';
import type { JobContext } from '../../database/job.js';
import { type RetentionCutoffs, LEVELS, WINDOW } from '../history/rollup-levels.js';
import { mergePoints } from '../history/points.js';
import { decodeRollup } from '../history/encoding/rollup-codec.js';
import { readCutoffs, StoredHistory } from '../history/stored-history.js';
import type { BucketSummary } from '../history/rollup.js';
import { parseTags } from '../../common/tags.js';

/** Where an export goes on: in this series, at this time, in this level (-1: the points). */
export interface HistoryCursor {
  readonly series: number;
  readonly level: number;
  /** Microseconds. */
  readonly from: number;
}

export interface HistoryPage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Undefined when all is told. */
  readonly next?: HistoryCursor;
}

const POINTS = -1;

/** A page holds points of this much time at most, in microseconds, or so many of them. */
const PAGE_TIME = 24 * WINDOW;
const PAGE_POINTS = 20_000;

interface SeriesRow {
  readonly id: number;
  readonly key: string;
  readonly tags: string;
  /** Microseconds; null while it is current. */
  readonly endedAt: number | null;
}

/** All metrics, and from when on their history is kept. */
function metrics(context: JobContext): Uint8Array<ArrayBuffer> {
  const rows = context
    .prepare('SELECT key, unit, expect_every_ms AS expectEveryMs FROM metrics ORDER BY id')
    .all() as unknown as { key: string; unit: string | null; expectEveryMs: number | null }[];
  const lines = rows.map(({ key, unit, expectEveryMs }) => ({
    type: 'metric',
    key,
    ...(unit === null ? {} : { unit }),
    ...(expectEveryMs === null ? {} : { expectEvery: `${expectEveryMs}ms` }),
  }));
  const kept = readCutoffs(context);
  const since = Object.fromEntries<number>([
    [0, kept.raw],
    ...LEVELS.map(({ step }, level) => [step, kept.levels[level] as number] as const),
  ]);
  return sent(context, toNdjson([{ type: 'kept', since }, ...lines]));
}

/** The next page of the history: the points that are there, and what is left of older ones. */
function history(context: JobContext, { series, level, from }: HistoryCursor): HistoryPage {
  const row = context
    .prepare(
      `SELECT series.id AS id, key, tags, ended_at AS endedAt FROM series JOIN metrics ON metrics.id = metric_id
       WHERE series.id >= ? ORDER BY series.id LIMIT 1`,
    )
    .get(series) as SeriesRow | undefined;
  if (!row) return { bytes: new Uint8Array(0) };
  const begun = row.id === series ? { level, from } : { level: POINTS, from: 0 };
  const kept = readCutoffs(context);
  const { lines, next } =
    begun.level === POINTS
      ? pointsPage(context, row, begun.from, kept)
      : rollupsPage(context, row, begun.level, begun.from, kept);
  return { bytes: sent(context, toNdjson(lines)), next };
}

interface Page {
  readonly lines: object[];
  readonly next: HistoryCursor;
}

/** Sealed points of which only the rollups are still relied on are told by these. */
function pointsPage(context: JobContext, { id, key, tags }: SeriesRow, from: number, { raw }: RetentionCutoffs): Page {
  const begin = firstPointAt(context, id, from, raw);
  if (begin === undefined) return { lines: [], next: { series: id, level: 0, from: 0 } };
  const store = new StoredHistory(context, id);
  const until = begin + PAGE_TIME;
  const found = mergePoints(store.sealed(Math.max(begin, raw), until), store.unsealed(begin, until));
  const at = Array.from(found.at.subarray(0, PAGE_POINTS));
  const value = Array.from(found.value.subarray(0, PAGE_POINTS));
  const next = { series: id, level: POINTS, from: found.at[PAGE_POINTS] ?? until };
  // A chunk may begin before its first point does.
  return { lines: at.length === 0 ? [] : [{ type: 'points', key, tags: parseTags(tags), at, value }], next };
}

/** The time of the first point from a time on, or of the chunk that holds it. */
function firstPointAt(context: JobContext, id: number, from: number, raw: number): number | undefined {
  const unsealed = context
    .prepare('SELECT min(at) AS at FROM points WHERE series_id = ? AND at >= ?')
    .get(id, from)?.at;
  const chunk = context
    .prepare('SELECT min(start) AS start FROM chunks WHERE series_id = ? AND start > ?')
    .get(id, Math.max(from, raw) - WINDOW)?.start;
  const times = [unsealed, chunk].filter((time) => typeof time === 'number');
  return times.length === 0 ? undefined : Math.max(from, Math.min(...times));
}

function rollupsPage(context: JobContext, row: SeriesRow, index: number, from: number, kept: RetentionCutoffs): Page {
  const level = LEVELS[index];
  if (!level) return { lines: endLines(row), next: { series: row.id + 1, level: POINTS, from: 0 } };
  const start = context
    .prepare('SELECT min(start) AS start FROM rollups WHERE series_id = ? AND step = ? AND start >= ? AND start < ?')
    .get(row.id, level.step, from, kept.raw)?.start;
  if (typeof start !== 'number') return { lines: [], next: { series: row.id, level: index + 1, from: 0 } };
  const cells = new StoredHistory(context, row.id)
    .rollups(index, start, start + 1, true)
    .flatMap((stored) => decodeRollup(stored, level))
    // What there are points of is rolled up anew from them.
    .filter((cell) => cell.start < kept.raw);
  const { key, tags } = row;
  const line = { type: 'rollups', key, tags: parseTags(tags), step: level.step, cells: cells.map(asLine) };
  return { lines: cells.length === 0 ? [] : [line], next: { series: row.id, level: index, from: start + 1 } };
}

/** After the points of a series, which would make it current again. */
function endLines({ key, tags, endedAt }: SeriesRow): object[] {
  return endedAt === null ? [] : [{ type: 'end', key, tags: parseTags(tags), at: endedAt }];
}

function asLine({ start, count, sum, min, max, last, sketch }: BucketSummary): unknown[] {
  return [start, count, sum, min, max, last, sketch.bins, sketch.counts];
}

function sent(context: JobContext, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  context.transfer(bytes.buffer);
  return bytes;
}

export const jobs = { metrics, history };
