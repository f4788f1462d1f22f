import { msToUs } from '../../common/time/timestamps.js';
import { spanOf } from '../query/buckets.js';
import type { Accumulator, DecodedBuckets } from './accumulator.js';
import { accumulatorFor } from './accumulator.js';
import type { BucketValue, BucketValuesRequest, TotalsRequest } from './history-request.js';
import { type RetentionCutoffs, type Level, LEVELS } from './rollup-levels.js';
import { type Segment, segmentsFor, planSegments, RAW } from './segment-plan.js';
import { lowerBound, mergePoints, type Points, slicePoints } from './points.js';
import { addSummaries, rollUp } from './rollup.js';
import {
  decodeStatistics,
  decodeRollup,
  decodeSketches,
  encodeRollup,
  type RollupRow,
} from './encoding/rollup-codec.js';

/** What a store has of one series. Times are microseconds; everything comes in the order of time. */
export interface StoredSeries {
  /** Points that are not sealed yet. */
  unsealed(from: number, until: number): Points;
  /** Sealed points, decoded. */
  sealed(from: number, until: number): Points;
  /** Rows of a level (its index) that reach into a part of time; the sketches only if they are wanted, else empty. */
  rollups(level: number, from: number, until: number, sketches: boolean): readonly RollupRow[];
  /** Called between parts of the work; throws if the result is no longer needed. */
  throwIfCanceled(): void;
}

/** What is read of a part of time in buckets. Microseconds. */
interface BucketEdges {
  /** Where each bucket starts, and at last where the last one ends. */
  readonly edges: Float64Array;
  readonly from: number;
  readonly until: number;
}

/** The cells of all buckets, from whatever store. Pure but for what the store reads. */
export function bucketValuesOf(
  { series, aggregate, buckets, within }: BucketValuesRequest,
  kept: RetentionCutoffs,
  open: (seriesId: number) => StoredSeries,
): BucketValue[] {
  const span = spanOf(buckets);
  const grid = {
    edges: buckets.edges.map(msToUs),
    from: msToUs(Math.max(span.from, within?.from ?? -Infinity)),
    until: Math.min(msToUs(span.to), within ? msToUs(within.to) + 1 : Infinity),
  };
  const accumulator = accumulatorFor(aggregate);
  const plan = planSegments(grid.from, grid.until, alignmentOf(grid.edges), kept, accumulator.sketches);
  const cells: BucketValue[] = [];
  for (const [column, id] of series.entries()) {
    const walk = new BucketWalk(grid, accumulator, (bucket, value) => {
      cells.push({ column, bucket, time: buckets.edges[bucket] as number, value });
    });
    walkSegments(open(id), plan, kept, walk, grid);
  }
  return cells;
}

/** One number a series, in their order: null where it has no points in that time (but a count of 0). */
export function totalsOf(
  { series, aggregate, from, until }: TotalsRequest,
  kept: RetentionCutoffs,
  open: (seriesId: number) => StoredSeries,
): (number | null)[] {
  const grid = { edges: Float64Array.of(from, until), from, until };
  const accumulator = accumulatorFor(aggregate);
  const plan = planSegments(from, until, Infinity, kept, accumulator.sketches);
  return series.map((id) => {
    let total = aggregate === 'count' ? 0 : null;
    const walk = new BucketWalk(grid, accumulator, (_bucket, value) => (total = value));
    walkSegments(open(id), plan, kept, walk, grid);
    return total;
  });
}

/** Greatest common divisor of the edges, in microseconds: cells that divide it lie within one bucket. */
function alignmentOf(edges: Float64Array): number {
  let alignment = 0;
  for (const edge of edges) {
    let rest = edge;
    while (rest !== 0) [alignment, rest] = [rest, alignment % rest];
  }
  return alignment;
}

function walkSegments(
  store: StoredSeries,
  plan: readonly Segment[],
  kept: RetentionCutoffs,
  walk: BucketWalk,
  grid: BucketEdges,
): void {
  const unsealed = store.unsealed(grid.from, grid.until);
  for (const piece of segmentsFor(plan, unsealed.at, kept)) {
    const { level, from, until } = piece;
    if (level === RAW) {
      const sealed = store.sealed(Math.max(from, kept.raw), until);
      walk.addPoints(mergePoints(sealed, slicePoints(unsealed, from, until)));
    } else {
      const late = piece.addLatePoints && slicePoints(unsealed, from, until);
      walk.addRollups(store, level, from, until, late);
    }
  }
  walk.end();
}

/** Hands points and cells to the accumulator, bucket by bucket in the order of time. */
class BucketWalk {
  private readonly grid: BucketEdges;
  private readonly accumulator: Accumulator;
  private readonly emit: (bucket: number, value: number) => void;
  private bucket = -1;
  private bucketEnd = -Infinity;

  constructor(grid: BucketEdges, accumulator: Accumulator, emit: (bucket: number, value: number) => void) {
    this.grid = grid;
    this.accumulator = accumulator;
    this.emit = emit;
  }

  addPoints({ at, value }: Points): void {
    this.forEachRun(at, 0, at.length, (first, end) => {
      this.accumulator.addPoints(value, first, end);
    });
  }

  addRollups(store: StoredSeries, index: number, from: number, until: number, late: Points | undefined): void {
    const { wanted, bounds, sketches } = this.accumulator;
    const level = LEVELS[index] as Level;
    const rows = store.rollups(index, from, until, sketches);
    for (const row of late ? addLatePoints(rows, level, sketches, late) : rows) {
      store.throwIfCanceled();
      const moments = decodeStatistics(row, level, wanted, bounds);
      const cells: DecodedBuckets = { statistics: moments, ...(sketches ? sketchesOf(row) : {}) };
      this.forEachRun(
        moments.start,
        lowerBound(moments.start, from),
        lowerBound(moments.start, until),
        (begin, stop) => {
          this.accumulator.addBuckets(cells, begin, stop);
        },
      );
    }
  }

  end(): void {
    const value = this.accumulator.take();
    if (value !== undefined) this.emit(this.bucket, value);
    this.bucketEnd = -Infinity;
  }

  /** Calls with each run of rising times that lie in one bucket. */
  private forEachRun(
    times: Float64Array,
    begin: number,
    stop: number,
    take: (first: number, end: number) => void,
  ): void {
    for (let first = begin; first < stop;) {
      const time = times[first] as number;
      if (time >= this.bucketEnd) this.enterBucket(time);
      let end = first + 1;
      while (end < stop && (times[end] as number) < this.bucketEnd) end += 1;
      take(first, end);
      first = end;
    }
  }

  private enterBucket(time: number): void {
    this.end();
    const { edges } = this.grid;
    while ((edges[this.bucket + 1] as number) <= time) this.bucket += 1;
    this.bucketEnd = edges[this.bucket + 1] as number;
  }
}

/** Rows whose cells have points added that came after the raw ones were gone. */
function addLatePoints(
  rows: readonly RollupRow[],
  level: Level,
  sketches: boolean,
  late: Points,
): readonly RollupRow[] {
  const cells = addSummaries(
    rows.flatMap((row) => decodeRollup(row, level, sketches)),
    rollUp(late, level.step, sketches),
  );
  const [first] = cells;
  return first ? [encodeRollup(first.start, level, cells, sketches)] : [];
}

function sketchesOf(row: RollupRow): Pick<DecodedBuckets, 'sketches' | 'firstBins'> {
  const sketches = decodeSketches(row.sketches);
  const firstBins = new Float64Array(sketches.sizes.length + 1);
  for (const [index, size] of sketches.sizes.entries()) firstBins[index + 1] = (firstBins[index] as number) + size;
  return { sketches, firstBins };
}
