import type { ImportCounts, NdjsonLines } from '../../transfer/transfer.js';
import type { JobContext } from '../../database/job.js';
import { readLines } from '../../transfer/read-lines.js';
import { type DecodedPoints, packPoints } from '../input/decoded-points.js';
import { floorTo, type Level, LEVELS, sealedUntil, WINDOW } from '../history/rollup-levels.js';
import { putRollup } from '../history/store-rollup.js';
import type { BucketSummary } from '../history/rollup.js';
import { decodeRollup, type RollupRow } from '../history/encoding/rollup-codec.js';
import { advanceCutoff, readCutoffs } from '../history/stored-history.js';
import { endSeries } from '../storage/series-ends.js';
import { ColumnsBuilder } from '../input/point-columns.js';
import {
  endLineOf,
  cutoffsLineOf,
  type RollupBucketLine,
  type MetricLine,
  metricLineOf,
  pointsLineOf,
  type RollupsLine,
  rollupsLineOf,
} from './metric-lines.js';

export interface DecodeRequest {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly first: number;
  /** Microseconds. */
  readonly nowUs: number;
}

export interface ImportRequest {
  readonly lines: NdjsonLines;
  /** Microseconds. */
  readonly now: number;
}

/** Points on lines, on their way to the writer. */
function points(context: JobContext, { body, first, nowUs }: DecodeRequest): DecodedPoints {
  const columns = new ColumnsBuilder();
  for (const line of readLines({ bytes: body, first }, (members) => pointsLineOf(members, nowUs))) {
    line.at.forEach((at, index) => {
      columns.add(line.key, line.tags, at, line.value[index] as number);
    });
  }
  return { ...packPoints(context, columns.build()), rejected: 0 };
}

/** Series that have ended, unless there are newer points of them here. */
function ends(context: JobContext, { lines, now }: ImportRequest): { imported: ImportCounts; keys: string[] } {
  const sent = readLines(lines, (members) => endLineOf(members, now));
  const keys = endSeries(context, sent);
  return { imported: { stored: keys.length, kept: sent.length - keys.length }, keys };
}

/** Rollups on lines, checked. */
function rollups(_context: JobContext, { lines, now }: ImportRequest): RollupsLine[] {
  return readLines(lines, (members) => rollupsLineOf(members, now));
}

/** Of metrics that are not here yet, or of which less is known, what the lines know. Their series come with their points. */
function metrics(context: JobContext, lines: NdjsonLines): { imported: ImportCounts; keys: string[] } {
  const sent = readLines(lines, metricLineOf);
  const keys = sent.flatMap((line) => (storeMetric(context, line) ? [line.key] : []));
  return { imported: { stored: keys.length, kept: sent.length - keys.length }, keys };
}

function storeMetric(context: JobContext, { key, unit, expectEveryMs }: MetricLine): boolean {
  return (
    context
      .prepare(
        `INSERT INTO metrics (key, unit, expect_every_ms) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET
           unit = coalesce(metrics.unit, excluded.unit),
           expect_every_ms = coalesce(metrics.expect_every_ms, excluded.expect_every_ms)
         WHERE (metrics.unit IS NULL AND excluded.unit IS NOT NULL)
           OR (metrics.expect_every_ms IS NULL AND excluded.expect_every_ms IS NOT NULL)`,
      )
      .run(key, unit ?? null, expectEveryMs ?? null).changes > 0
  );
}

/**
 * What came is all there is of the time before: nobody is to look for points there. But where something older is kept here,
 * it stays, and is looked for: the sweep would take it otherwise.
 */
function importCutoffs(context: JobContext, { lines, now }: ImportRequest): ImportCounts {
  const here = readCutoffs(context);
  const known = [here.raw, ...here.levels];
  // What is not sealed yet cannot be gone anywhere, whatever the line says.
  const latest = sealedUntil(now);
  let stored = 0;
  for (const { since } of readLines(lines, (members) => cutoffsLineOf(members, now))) {
    for (const [index, { step, span }] of [{ step: 0, span: WINDOW }, ...LEVELS].entries()) {
      const from = floorTo(Math.min(since[String(step)] ?? 0, latest), span);
      if (hasOlder(context, step, known[index] as number, from)) continue;
      if (advanceCutoff(context, step, from)) stored += 1;
    }
  }
  return { stored, kept: 0 };
}

/** Whether there is something of this level (0: the points) that is kept, but would not be from `from` on. */
function hasOlder(context: JobContext, step: number, since: number, from: number): boolean {
  const has = (sql: string, ...parameters: number[]): boolean => context.prepare(sql).get(...parameters) !== undefined;
  if (step > 0)
    return has('SELECT 1 FROM rollups WHERE step = ? AND start >= ? AND start < ? LIMIT 1', step, since, from);
  return (
    has('SELECT 1 FROM chunks WHERE start >= ? AND start < ? LIMIT 1', since, from) ||
    has('SELECT 1 FROM points WHERE at >= ? AND at < ? LIMIT 1', since, from)
  );
}

/** Adds cells of rollups; of two of the same time the one with more points stays. */
function storeRollups(context: JobContext, lines: readonly RollupsLine[]): ImportCounts {
  let stored = 0;
  let total = 0;
  for (const { key, tags, step, buckets: cells } of lines) {
    total += cells.length;
    const level = LEVELS.find((each) => each.step === step);
    const series = context
      .prepare('SELECT series.id AS id FROM series JOIN metrics ON metrics.id = metric_id WHERE key = ? AND tags = ?')
      .get(key, tags)?.id;
    // A level that this version does not have is told by the others; a series without a last point is not there.
    if (!level || typeof series !== 'number') continue;
    for (const [start, group] of byRow(cells, level)) stored += storeRow(context, series, level, start, group);
  }
  return { stored, kept: total - stored };
}

function byRow(cells: readonly RollupBucketLine[], { span }: Level): Map<number, BucketSummary[]> {
  const rows = new Map<number, BucketSummary[]>();
  for (const [start, count, sum, min, max, last, bins, counts] of cells) {
    const row = floorTo(start, span);
    const cell = { start, count, sum, min, max, last, sketch: { bins, counts } };
    const known = rows.get(row);
    if (known) known.push(cell);
    else rows.set(row, [cell]);
  }
  return rows;
}

function storeRow(
  context: JobContext,
  series: number,
  level: Level,
  start: number,
  cells: readonly BucketSummary[],
): number {
  const row = context
    .prepare('SELECT start, moments, sketches FROM rollups WHERE series_id = ? AND step = ? AND start = ?')
    .get(series, level.step, start) as unknown as RollupRow | undefined;
  const byStart = new Map((row ? decodeRollup(row, level) : []).map((cell) => [cell.start, cell]));
  const fresh = cells.filter((cell) => cell.count > (byStart.get(cell.start)?.count ?? 0));
  if (fresh.length === 0) return 0;
  for (const cell of fresh) byStart.set(cell.start, cell);
  const merged = Array.from(byStart.values()).sort((a, b) => a.start - b.start);
  putRollup(context, series, level, start, merged, readCutoffs(context));
  return fresh.length;
}

export const jobs = { ends, points, rollups, metrics, importCutoffs, storeRollups };
