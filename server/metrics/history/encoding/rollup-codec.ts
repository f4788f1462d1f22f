import { ByteReader, ByteWriter } from './bytes.js';
import { decodeIntegers, encodeIntegers } from './integer-column.js';
import type { Level } from '../rollup-levels.js';
import { decodeNumbers, encodeNumbers } from './number-column.js';
import type { BucketSummary } from '../rollup.js';

const FORMAT = 1;

/** What a cell knows but its sketch, in the order of the columns. */
const STATISTICS = ['count', 'sum', 'min', 'max', 'last'] as const;
export type Statistic = (typeof STATISTICS)[number];

const BOUNDS: readonly Statistic[] = ['min', 'max'];

/** The byte after the columns. Rows of earlier versions end before it: nothing is known of them. */
const SOME_NARROW = 1;
const NONE_NARROW = 2;

/** Relative to the numbers themselves: a million additions are off by less. */
const NARROW_RATIO = 1e-9;

/** A row of `rollups` as it is stored: cells as columns, the sketches apart, so that nobody reads them for nothing. */
export interface RollupRow {
  /** Of its time, in microseconds. */
  readonly start: number;
  readonly moments: Uint8Array;
  readonly sketches: Uint8Array;
}

/** The moments of many cells; columns that were not asked for are empty. */
export type StatisticColumns = Readonly<Record<'start' | Statistic, Float64Array>>;

/** The sketches of the same cells: how many bins each has, then the bins and counts of all. */
export interface SketchColumns {
  readonly sizes: Float64Array;
  readonly bins: Float64Array;
  readonly counts: Float64Array;
}

/** @param cells at least one, all within the row's time */
export function encodeRollup(
  start: number,
  { step, sketches }: Level,
  cells: readonly BucketSummary[],
  withSketches = sketches,
): RollupRow {
  const moments = new ByteWriter(cells.length * 8 + 64);
  moments.byte(FORMAT);
  moments.varint(cells.length);
  moments.block(encodeIntegers(cells.map((cell) => (cell.start - start) / step)));
  moments.block(encodeIntegers(cells.map(({ count }) => count)));
  for (const name of STATISTICS.slice(1)) moments.block(encodeNumbers(Float64Array.from(cells, (cell) => cell[name])));
  moments.byte(cells.some(isNarrow) ? SOME_NARROW : NONE_NARROW);
  return { start, moments: moments.finish(), sketches: withSketches ? encodeSketches(cells) : NO_BYTES };
}

/** Whether the numbers of a cell differ so little that adding them up may move their mean out of their range. */
function isNarrow({ min, max }: BucketSummary): boolean {
  return max - min <= NARROW_RATIO * Math.max(Math.abs(min), Math.abs(max));
}

function encodeSketches(cells: readonly BucketSummary[]): Uint8Array {
  const sizes = cells.map(({ sketch }) => sketch.bins.length);
  const bins = cells.flatMap(({ sketch }) => sketch.bins);
  const writer = new ByteWriter(bins.length * 3 + 64);
  writer.byte(FORMAT);
  writer.varint(cells.length);
  writer.varint(bins.length);
  writer.block(encodeIntegers(sizes));
  writer.block(encodeIntegers(bins));
  writer.block(encodeIntegers(cells.flatMap(({ sketch }) => sketch.counts)));
  return writer.finish();
}

/**
 * @param bounds whether `min` and `max` are wanted where a mean needs them: in rows that have a narrow cell
 * @throws Error if a later version wrote it
 */
export function decodeStatistics(
  { start: rowStart, moments }: Pick<RollupRow, 'start' | 'moments'>,
  { step }: Level,
  wanted: readonly Statistic[],
  bounds = false,
): StatisticColumns {
  const reader = readerOf(moments);
  const length = reader.varint();
  const start = decodeIntegers(reader.block(), length);
  for (let index = 0; index < length; index += 1) start[index] = rowStart + (start[index] as number) * step;
  const columns: Record<'start' | Statistic, Float64Array> = {
    start,
    count: NO_NUMBERS,
    sum: NO_NUMBERS,
    min: NO_NUMBERS,
    max: NO_NUMBERS,
    last: NO_NUMBERS,
  };
  const blocks = STATISTICS.map((name) => ({ name, block: reader.block() }));
  const bounded = bounds && reader.byte() !== NONE_NARROW;
  for (const { name, block } of blocks) {
    if (wanted.includes(name) || (bounded && BOUNDS.includes(name))) {
      columns[name] = (name === 'count' ? decodeIntegers : decodeNumbers)(block, length);
    }
  }
  return columns;
}

/** @throws Error if a later version wrote it */
export function decodeSketches(bytes: Uint8Array): SketchColumns {
  const reader = readerOf(bytes);
  const length = reader.varint();
  const total = reader.varint();
  const sizes = decodeIntegers(reader.block(), length);
  return { sizes, bins: decodeIntegers(reader.block(), total), counts: decodeIntegers(reader.block(), total) };
}

/** All of a row, as it was encoded; without the sketches they are empty. */
export function decodeRollup(row: RollupRow, level: Level, withSketches = level.sketches): BucketSummary[] {
  const columns = decodeStatistics(row, level, STATISTICS);
  const sketches = withSketches ? decodeSketches(row.sketches) : undefined;
  const at = (column: Float64Array, index: number): number => column[index] as number;
  let first = 0;
  return Array.from(columns.start, (start, index) => {
    const end = first + (sketches ? at(sketches.sizes, index) : 0);
    const sketch = {
      bins: sketches ? Array.from(sketches.bins.subarray(first, end)) : [],
      counts: sketches ? Array.from(sketches.counts.subarray(first, end)) : [],
    };
    first = end;
    return {
      start,
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

function readerOf(bytes: Uint8Array): ByteReader {
  const reader = new ByteReader(bytes);
  const format = reader.byte();
  if (format !== FORMAT) throw new Error(`A rollup has the format ${format}, which this version cannot read.`);
  return reader;
}
