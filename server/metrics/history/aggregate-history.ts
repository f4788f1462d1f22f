import { msToUs } from '../../common/time/timestamps.js';
import { bucketSpan } from '../query/buckets.js';
import type { Accumulator, DecodedBuckets } from './accumulator.js';
import { createAccumulator } from './accumulator.js';
import type { BucketValue, BucketValuesRequest, TotalsRequest } from './history-request.js';
import { type RetentionCutoffs, type RollupLevel, ROLLUP_LEVELS } from './rollup-levels.js';
import { type Segment, segmentsFor, planSegments, RAW_LEVEL } from './segment-plan.js';
import { lowerBound, mergePoints, type Points, slicePoints } from './points.js';
import { addSummaries, rollUp } from './rollup.js';
import {
  decodeStatistics,
  decodeRollup,
  decodeSketches,
  encodeRollup,
  type RollupRow,
} from './encoding/rollup-codec.js';

/** The stored history of one series. All results are in ascending order of time. */
export interface StoredSeries {
  /** Points that are not sealed yet. */
  unsealed(fromUs: number, untilUs: number): Points;
  /** Sealed points, decoded. */
  sealed(fromUs: number, untilUs: number): Points;
  /** Rows of a level (by its index) that overlap the time. The sketches are empty unless they are requested. */
  rollups(level: number, fromUs: number, untilUs: number, withSketches: boolean): readonly RollupRow[];
  /** Called between parts of the work; throws if the result is no longer needed. */
  throwIfCanceled(): void;
}

/** The time to read, and its buckets. */
interface BucketSpan {
  /** The start of each bucket, then the end of the last one. */
  readonly edgesUs: Float64Array;
  readonly fromUs: number;
  readonly untilUs: number;
}

/** Returns the value of each series in each bucket that has points. */
export function computeBucketValues(
  { series, aggregate, buckets, within }: BucketValuesRequest,
  cutoffs: RetentionCutoffs,
  open: (seriesId: number) => StoredSeries,
): BucketValue[] {
  const { fromMs, toMs } = bucketSpan(buckets);
  const span: BucketSpan = {
    edgesUs: buckets.edgesMs.map(msToUs),
    fromUs: msToUs(Math.max(fromMs, within?.from ?? -Infinity)),
    untilUs: Math.min(msToUs(toMs), within ? msToUs(within.to) + 1 : Infinity),
  };
  const accumulator = createAccumulator(aggregate);
  const alignmentUs = greatestCommonDivisor(span.edgesUs);
  const plan = planSegments(span.fromUs, span.untilUs, alignmentUs, cutoffs, accumulator.needsSketches);
  const values: BucketValue[] = [];
  for (const [column, id] of series.entries()) {
    const aggregation = new BucketAggregation(span, accumulator, (bucket, value) => {
      values.push({ column, bucket, timeMs: buckets.edgesMs[bucket] as number, value });
    });
    readSegments(open(id), plan, cutoffs, aggregation, span);
  }
  return values;
}

/** Returns one number for each series, in their order: null for a series without points in that time, but 0 for a count. */
export function computeTotals(
  { series, aggregate, fromUs, untilUs }: TotalsRequest,
  cutoffs: RetentionCutoffs,
  open: (seriesId: number) => StoredSeries,
): (number | null)[] {
  const span: BucketSpan = { edgesUs: Float64Array.of(fromUs, untilUs), fromUs, untilUs };
  const accumulator = createAccumulator(aggregate);
  const plan = planSegments(fromUs, untilUs, Infinity, cutoffs, accumulator.needsSketches);
  return series.map((id) => {
    let total = aggregate === 'count' ? 0 : null;
    const aggregation = new BucketAggregation(span, accumulator, (_bucket, value) => (total = value));
    readSegments(open(id), plan, cutoffs, aggregation, span);
    return total;
  });
}

/** A rollup bucket whose length divides the result is within one bucket of the request. */
function greatestCommonDivisor(edgesUs: Float64Array): number {
  let divisor = 0;
  for (const edgeUs of edgesUs) {
    let rest = edgeUs;
    while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  }
  return divisor;
}

function readSegments(
  stored: StoredSeries,
  plan: readonly Segment[],
  cutoffs: RetentionCutoffs,
  aggregation: BucketAggregation,
  span: BucketSpan,
): void {
  const unsealed = stored.unsealed(span.fromUs, span.untilUs);
  for (const segment of segmentsFor(plan, unsealed.atUs, cutoffs)) {
    const { level, fromUs, untilUs } = segment;
    if (level === RAW_LEVEL) {
      const sealed = stored.sealed(Math.max(fromUs, cutoffs.rawUs), untilUs);
      aggregation.addPoints(mergePoints(sealed, slicePoints(unsealed, fromUs, untilUs)));
    } else {
      const latePoints = segment.addLatePoints && slicePoints(unsealed, fromUs, untilUs);
      aggregation.addRollups(stored, level, fromUs, untilUs, latePoints);
    }
  }
  aggregation.end();
}

/** Passes points and rollups to the accumulator, bucket by bucket in the order of time. */
class BucketAggregation {
  private readonly span: BucketSpan;
  private readonly accumulator: Accumulator;
  private readonly emit: (bucket: number, value: number) => void;
  private bucket = -1;
  private bucketEndUs = -Infinity;

  constructor(span: BucketSpan, accumulator: Accumulator, emit: (bucket: number, value: number) => void) {
    this.span = span;
    this.accumulator = accumulator;
    this.emit = emit;
  }

  addPoints({ atUs, value }: Points): void {
    this.forEachRun(atUs, 0, atUs.length, (first, end) => {
      this.accumulator.addPoints(value, first, end);
    });
  }

  addRollups(
    stored: StoredSeries,
    levelIndex: number,
    fromUs: number,
    untilUs: number,
    latePoints: Points | undefined,
  ): void {
    const { statistics: needed, needsBounds, needsSketches } = this.accumulator;
    const level = ROLLUP_LEVELS[levelIndex] as RollupLevel;
    const rows = stored.rollups(levelIndex, fromUs, untilUs, needsSketches);
    for (const row of latePoints ? addLatePoints(rows, level, needsSketches, latePoints) : rows) {
      stored.throwIfCanceled();
      const statistics = decodeStatistics(row, level, needed, needsBounds);
      const buckets: DecodedBuckets = { statistics, ...(needsSketches ? decodeRowSketches(row) : {}) };
      const { startUs } = statistics;
      this.forEachRun(startUs, lowerBound(startUs, fromUs), lowerBound(startUs, untilUs), (first, end) => {
        this.accumulator.addBuckets(buckets, first, end);
      });
    }
  }

  end(): void {
    const value = this.accumulator.take();
    if (value !== undefined) this.emit(this.bucket, value);
    this.bucketEndUs = -Infinity;
  }

  /** Calls `add` with each run of ascending times that are in one bucket. */
  private forEachRun(
    timesUs: Float64Array,
    begin: number,
    stop: number,
    add: (first: number, end: number) => void,
  ): void {
    for (let first = begin; first < stop;) {
      const timeUs = timesUs[first] as number;
      if (timeUs >= this.bucketEndUs) this.enterBucket(timeUs);
      let end = first + 1;
      while (end < stop && (timesUs[end] as number) < this.bucketEndUs) end += 1;
      add(first, end);
      first = end;
    }
  }

  private enterBucket(timeUs: number): void {
    this.end();
    const { edgesUs } = this.span;
    while ((edgesUs[this.bucket + 1] as number) <= timeUs) this.bucket += 1;
    this.bucketEndUs = edgesUs[this.bucket + 1] as number;
  }
}

/** Adds points that arrived after the raw points of their time were deleted. */
function addLatePoints(
  rows: readonly RollupRow[],
  level: RollupLevel,
  withSketches: boolean,
  latePoints: Points,
): readonly RollupRow[] {
  const summaries = addSummaries(
    rows.flatMap((row) => decodeRollup(row, level, withSketches)),
    rollUp(latePoints, level.stepUs, withSketches),
  );
  const [first] = summaries;
  return first ? [encodeRollup(first.startUs, level, summaries, withSketches)] : [];
}

function decodeRowSketches(row: RollupRow): Pick<DecodedBuckets, 'sketches' | 'firstBins'> {
  const sketches = decodeSketches(row.sketches);
  const firstBins = new Float64Array(sketches.sizes.length + 1);
  for (const [index, size] of sketches.sizes.entries()) firstBins[index + 1] = (firstBins[index] as number) + size;
  return { sketches, firstBins };
}
