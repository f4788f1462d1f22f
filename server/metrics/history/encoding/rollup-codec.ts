import { ByteReader, ByteWriter } from './bytes.js';
import { decodeIntegers, encodeIntegers } from './integer-column.js';
import type { RollupLevel } from '../rollup-levels.js';
import { decodeNumbers, encodeNumbers } from './number-column.js';
import type { BucketSummary } from '../rollup.js';

const FORMAT = 1;

/** The statistics of a bucket, in the order of their columns. */
const STATISTICS = ['count', 'sum', 'min', 'max', 'last'] as const;
export type Statistic = (typeof STATISTICS)[number];

const BOUNDS: readonly Statistic[] = ['min', 'max'];

/** Values of the byte after the columns. Rows of earlier versions do not have it and may contain narrow buckets. */
const SOME_NARROW = 1;
const NONE_NARROW = 2;

/** Relative to the values. The rounding error of a million additions is smaller. */
const NARROW_RATIO = 1e-9;

/** A row of the table `rollups`: the buckets as columns. Sketches are separate, so that they are read only if needed. */
export interface RollupRow {
  /** Start of the row, in microseconds. */
  readonly start: number;
  readonly statistics: Uint8Array;
  readonly sketches: Uint8Array;
}

/** The statistics of many buckets. Columns that were not requested are empty. */
export type StatisticColumns = Readonly<Record<'startUs' | Statistic, Float64Array>>;

/** The sketches of many buckets: the number of bins of each, then the bins and counts of all. */
export interface SketchColumns {
  readonly sizes: Float64Array;
  readonly bins: Float64Array;
  readonly counts: Float64Array;
}

/**
 * @param startUs start of the row
 * @param buckets at least one, all within the row's time
 */
export function encodeRollup(
  startUs: number,
  { stepUs, sketches }: RollupLevel,
  buckets: readonly BucketSummary[],
  withSketches = sketches,
): RollupRow {
  const statistics = new ByteWriter(buckets.length * 8 + 64);
  statistics.writeByte(FORMAT);
  statistics.writeVarint(buckets.length);
  statistics.writeBlock(encodeIntegers(buckets.map((bucket) => (bucket.startUs - startUs) / stepUs)));
  statistics.writeBlock(encodeIntegers(buckets.map(({ count }) => count)));
  for (const name of STATISTICS.slice(1))
    statistics.writeBlock(encodeNumbers(Float64Array.from(buckets, (bucket) => bucket[name])));
  statistics.writeByte(buckets.some(isNarrow) ? SOME_NARROW : NONE_NARROW);
  return {
    start: startUs,
    statistics: statistics.finish(),
    sketches: withSketches ? encodeSketches(buckets) : NO_BYTES,
  };
}

/** Whether the values of a bucket differ so little that rounding may move their mean out of their range. */
function isNarrow({ min, max }: BucketSummary): boolean {
  return max - min <= NARROW_RATIO * Math.max(Math.abs(min), Math.abs(max));
}

function encodeSketches(buckets: readonly BucketSummary[]): Uint8Array {
  const sizes = buckets.map(({ sketch }) => sketch.bins.length);
  const bins = buckets.flatMap(({ sketch }) => sketch.bins);
  const writer = new ByteWriter(bins.length * 3 + 64);
  writer.writeByte(FORMAT);
  writer.writeVarint(buckets.length);
  writer.writeVarint(bins.length);
  writer.writeBlock(encodeIntegers(sizes));
  writer.writeBlock(encodeIntegers(bins));
  writer.writeBlock(encodeIntegers(buckets.flatMap(({ sketch }) => sketch.counts)));
  return writer.finish();
}

/**
 * @param withBounds whether to decode `min` and `max` if a mean needs them, that is in rows with a narrow bucket
 * @throws Error if a later version wrote the row
 */
export function decodeStatistics(
  { start: rowStartUs, statistics }: Pick<RollupRow, 'start' | 'statistics'>,
  { stepUs }: RollupLevel,
  requested: readonly Statistic[],
  withBounds = false,
): StatisticColumns {
  const reader = openReader(statistics);
  const length = reader.readVarint();
  const startUs = decodeIntegers(reader.readBlock(), length);
  for (let index = 0; index < length; index += 1) startUs[index] = rowStartUs + (startUs[index] as number) * stepUs;
  const columns: Record<'startUs' | Statistic, Float64Array> = {
    startUs,
    count: NO_NUMBERS,
    sum: NO_NUMBERS,
    min: NO_NUMBERS,
    max: NO_NUMBERS,
    last: NO_NUMBERS,
  };
  const blocks = STATISTICS.map((name) => ({ name, block: reader.readBlock() }));
  const hasNarrow = withBounds && reader.readByte() !== NONE_NARROW;
  for (const { name, block } of blocks) {
    if (requested.includes(name) || (hasNarrow && BOUNDS.includes(name))) {
      columns[name] = (name === 'count' ? decodeIntegers : decodeNumbers)(block, length);
    }
  }
  return columns;
}

/** @throws Error if a later version wrote the sketches */
export function decodeSketches(bytes: Uint8Array): SketchColumns {
  const reader = openReader(bytes);
  const length = reader.readVarint();
  const total = reader.readVarint();
  const sizes = decodeIntegers(reader.readBlock(), length);
  return { sizes, bins: decodeIntegers(reader.readBlock(), total), counts: decodeIntegers(reader.readBlock(), total) };
}

/** Decodes all buckets of a row. */
export function decodeRollup(row: RollupRow, level: RollupLevel, withSketches = level.sketches): BucketSummary[] {
  const columns = decodeStatistics(row, level, STATISTICS);
  const sketches = withSketches ? decodeSketches(row.sketches) : undefined;
  const at = (column: Float64Array, index: number): number => column[index] as number;
  let first = 0;
  return Array.from(columns.startUs, (startUs, index) => {
    const end = first + (sketches ? at(sketches.sizes, index) : 0);
    const sketch = {
      bins: sketches ? Array.from(sketches.bins.subarray(first, end)) : [],
      counts: sketches ? Array.from(sketches.counts.subarray(first, end)) : [],
    };
    first = end;
    return {
      startUs,
      count: at(columns.count, index),
      sum: at(columns.sum, index),
      min: at(columns.min, index),
      max: at(columns.max, index),
      last: at(columns.last, index),
      sketch,
    };
  });
}

const NO_BYTES = new Uint8Array(0);
const NO_NUMBERS = new Float64Array(0);

function openReader(bytes: Uint8Array): ByteReader {
  const reader = new ByteReader(bytes);
  const format = reader.readByte();
  if (format !== FORMAT) throw new Error(`A rollup has the format ${format}, which this version cannot read.`);
  return reader;
}
