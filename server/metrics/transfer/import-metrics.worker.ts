import type { ImportCounts, ImportLinesRequest, NdjsonLines } from '../../transfer/transfer.js';
import type { JobContext } from '../../database/job.js';
import { readLines } from '../../transfer/read-lines.js';
import { type DecodedPoints, packPoints } from '../input/decoded-points.js';
import {
  floorToMultiple,
  type RollupLevel,
  ROLLUP_LEVELS,
  sealedUntilUs,
  WINDOW_US,
} from '../history/rollup-levels.js';
import { storeRollup } from '../history/store-rollup.js';
import type { BucketSummary } from '../history/rollup.js';
import { decodeRollup, type RollupRow } from '../history/encoding/rollup-codec.js';
import { advanceCutoff, readCutoffs } from '../history/stored-history.js';
import { endSeries } from '../storage/series-ends.js';
import { ColumnsBuilder } from '../input/point-columns.js';
import {
  parseEndLine,
  parseCutoffsLine,
  type RollupBucketLine,
  type MetricLine,
  parseMetricLine,
  parsePointsLine,
  type RollupsLine,
  parseRollupsLine,
} from './metric-lines.js';

export interface DecodeRequest {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly first: number;
  readonly nowUs: number;
}

/** Decodes lines with points, which the writer then stores. */
function decodePoints(context: JobContext, { body, first, nowUs }: DecodeRequest): DecodedPoints {
  const columns = new ColumnsBuilder();
  for (const line of readLines({ bytes: body, first }, (members) => parsePointsLine(members, nowUs))) {
    line.atUs.forEach((atUs, index) => {
      columns.add(line.key, line.tags, atUs, line.value[index] as number);
    });
  }
  return { ...packPoints(context, columns.build()), rejected: 0 };
}

/** Ends series, unless they have newer points here. */
function importEnds(
  context: JobContext,
  { lines, nowUs }: ImportLinesRequest,
): { imported: ImportCounts; keys: string[] } {
  const sent = readLines(lines, (members) => parseEndLine(members, nowUs));
  const keys = endSeries(context, sent);
  return { imported: { stored: keys.length, kept: sent.length - keys.length }, keys };
}

/** Reads and checks lines with rollups. */
function readRollups(_context: JobContext, { lines, nowUs }: ImportLinesRequest): RollupsLine[] {
  return readLines(lines, (members) => parseRollupsLine(members, nowUs));
}

/** Stores new metrics, and adds missing metadata to existing ones. Their series are created with their points. */
function importMetrics(context: JobContext, lines: NdjsonLines): { imported: ImportCounts; keys: string[] } {
  const sent = readLines(lines, parseMetricLine);
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
 * Advances the cutoffs to those of the export, because no older points were exported. If older data exists here, the cutoff
 * stays: otherwise that data would be deleted.
 */
function importCutoffs(context: JobContext, { lines, nowUs }: ImportLinesRequest): ImportCounts {
  const { rawUs, levelCutoffsUs } = readCutoffs(context);
  const currentUs = [rawUs, ...levelCutoffsUs];
  // Unsealed points are never deleted, so no cutoff can be later, whatever the line says.
  const latestUs = sealedUntilUs(nowUs);
  let stored = 0;
  for (const { cutoffUsByStep } of readLines(lines, (members) => parseCutoffsLine(members, nowUs))) {
    for (const [index, { stepUs, spanUs }] of [{ stepUs: 0, spanUs: WINDOW_US }, ...ROLLUP_LEVELS].entries()) {
      const cutoffUs = floorToMultiple(Math.min(cutoffUsByStep[String(stepUs)] ?? 0, latestUs), spanUs);
      if (hasOlderData(context, stepUs, currentUs[index] as number, cutoffUs)) continue;
      if (advanceCutoff(context, stepUs, cutoffUs)) stored += 1;
    }
  }
  return { stored, kept: 0 };
}

/** Whether a level (0: raw points) has data between its current and a new cutoff. */
function hasOlderData(context: JobContext, stepUs: number, currentUs: number, cutoffUs: number): boolean {
  const has = (sql: string, ...parameters: number[]): boolean => context.prepare(sql).get(...parameters) !== undefined;
  if (stepUs > 0)
    return has(
      'SELECT 1 FROM rollups WHERE step = ? AND start >= ? AND start < ? LIMIT 1',
      stepUs,
      currentUs,
      cutoffUs,
    );
  return (
    has('SELECT 1 FROM chunks WHERE start >= ? AND start < ? LIMIT 1', currentUs, cutoffUs) ||
    has('SELECT 1 FROM points WHERE at >= ? AND at < ? LIMIT 1', currentUs, cutoffUs)
  );
}

/** Stores rollups. If a bucket exists already, the one with more points stays. */
function importRollups(context: JobContext, lines: readonly RollupsLine[]): ImportCounts {
  let stored = 0;
  let total = 0;
  for (const { key, tags, stepUs, buckets } of lines) {
    total += buckets.length;
    const level = ROLLUP_LEVELS.find((each) => each.stepUs === stepUs);
    const series = context
      .prepare('SELECT series.id AS id FROM series JOIN metrics ON metrics.id = metric_id WHERE key = ? AND tags = ?')
      .get(key, tags)?.id;
    // Levels that this version does not have are skipped, as are series without any point.
    if (!level || typeof series !== 'number') continue;
    for (const [startUs, group] of groupByRow(buckets, level))
      stored += mergeRow(context, series, level, startUs, group);
  }
  return { stored, kept: total - stored };
}

function groupByRow(buckets: readonly RollupBucketLine[], { spanUs }: RollupLevel): Map<number, BucketSummary[]> {
  const rows = new Map<number, BucketSummary[]>();
  for (const [startUs, count, sum, min, max, last, bins, counts] of buckets) {
    const rowUs = floorToMultiple(startUs, spanUs);
    const bucket = { startUs, count, sum, min, max, last, sketch: { bins, counts } };
    const known = rows.get(rowUs);
    if (known) known.push(bucket);
    else rows.set(rowUs, [bucket]);
  }
  return rows;
}

function mergeRow(
  context: JobContext,
  series: number,
  level: RollupLevel,
  startUs: number,
  buckets: readonly BucketSummary[],
): number {
  const row = context
    .prepare(
      'SELECT start, moments AS statistics, sketches FROM rollups WHERE series_id = ? AND step = ? AND start = ?',
    )
    .get(series, level.stepUs, startUs) as unknown as RollupRow | undefined;
  const byStart = new Map((row ? decodeRollup(row, level) : []).map((bucket) => [bucket.startUs, bucket]));
  const newer = buckets.filter((bucket) => bucket.count > (byStart.get(bucket.startUs)?.count ?? 0));
  if (newer.length === 0) return 0;
  for (const bucket of newer) byStart.set(bucket.startUs, bucket);
  const merged = Array.from(byStart.values()).sort((a, b) => a.startUs - b.startUs);
  storeRollup(context, series, level, startUs, merged, readCutoffs(context));
  return newer.length;
}

export const jobs = { importEnds, decodePoints, readRollups, importMetrics, importCutoffs, importRollups };
