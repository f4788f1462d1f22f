import { localDay, startOfLocalDay } from '../../../wire/time-zone.js';
import { DAY_MS, type Interval } from './interval.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** A series has at most this many rows, its raw last point among them. */
export const MAX_ROWS = 600;

/** Bucket lengths that divide a day, so that they begin at midnight UTC. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 12].map((count) => count * HOUR_MS),
];

/** Points may lie this far ahead of the clock and are shown all the same: the server's own times can run ahead of it. */
export const AHEAD_MS = MINUTE_MS;

/**
 * The latest time (ms) of points that are shown in a live range that ends at `to`: no write may be more than a day ahead,
 * so the server's own clock was wrong when later ones were stored.
 */
export function latestShownMs(to: number): number {
  return to + DAY_MS + AHEAD_MS;
}

/** Consecutive buckets that cover a span: from the one that holds its start to the one that holds its end. */
export interface Buckets {
  /** In ms since 1970, rising: where each bucket starts, and at last where the last one ends. */
  readonly edges: Float64Array;
}

/** Rows that buckets of this length give over this much time, the partial ones at both ends and the last point included. */
export function countRows(step: number, span: number): number {
  return Math.ceil((span + AHEAD_MS) / step) + 2;
}

/** The shortest length, at least `atLeast`, that keeps the span within the rows of a series: a day where no shorter one does. All in ms. */
export function stepForMs(span: number, atLeast = 0): number {
  if (atLeast > 0 && countRows(atLeast, span) <= MAX_ROWS) return atLeast;
  return STEPS_MS.find((step) => step >= atLeast && countRows(step, span) <= MAX_ROWS) ?? DAY_MS;
}

/** The interval asked for, or a longer one where the span (ms) would have too many rows; days always fit. */
export function intervalFor(span: number, asked?: Interval): Interval {
  if (asked && asked.unit !== 'ms') return asked;
  const step = stepForMs(span, asked?.count);
  return step < DAY_MS ? { unit: 'ms', count: step } : { unit: 'day', count: 1 };
}

/** The buckets over a span (ms), and a minute ahead. @param timeZone whose calendar counts; without effect below a day */
export function bucketsOver(from: number, to: number, interval: Interval, timeZone: string): Buckets {
  if (interval.unit === 'ms') {
    const step = interval.count;
    const start = Math.floor(from / step) * step;
    return equalBuckets(start, step, Math.floor((to + AHEAD_MS - start) / step) + 1);
  }
  const edges: number[] = [];
  for (const edge of calendarEdges(blockAt(from, interval, timeZone), interval, timeZone)) {
    edges.push(edge);
    if (edge > to + AHEAD_MS) break;
  }
  return { edges: Float64Array.from(edges) };
}

/** As many buckets that begin so many earlier. */
export function bucketsBefore(buckets: Buckets, by: number, interval: Interval, timeZone: string): Buckets {
  const { edges } = buckets;
  const start = edges[0] as number;
  if (interval.unit === 'ms') return { edges: edges.map((edge) => edge - by * interval.count) };
  const earlier: number[] = [];
  for (const edge of calendarEdges(blockAt(start, interval, timeZone) - by, interval, timeZone)) {
    if (earlier.push(edge) === edges.length) break;
  }
  return { edges: Float64Array.from(earlier) };
}

export function equalBuckets(start: number, step: number, count: number): Buckets {
  return { edges: Float64Array.from({ length: count + 1 }, (_, index) => start + index * step) };
}

export function countBuckets({ edges }: Buckets): number {
  return edges.length - 1;
}

/** Where the first bucket starts and the last one ends, in ms. */
export function bucketSpan({ edges }: Buckets): { readonly from: number; readonly to: number } {
  return { from: edges[0] as number, to: edges[edges.length - 1] as number };
}

/** The position of the bucket that a time (ms) lies in: negative before the first one, at least `countOf` after the last. */
export function bucketAt({ edges }: Buckets, time: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** 1970-01-01 was a Thursday: days are counted from the Monday after it, so that those of seven are the weeks of ISO 8601. */
const FIRST_MONDAY = 4;

/** Where blocks of days or months start, from one on, rising: one of a single day that the zone skipped has no length and is left out. */
function* calendarEdges(first: number, { unit, count }: Interval, timeZone: string): Generator<number, never> {
  let last = -Infinity;
  for (let block = first; ; block += 1) {
    const day = unit === 'month' ? Date.UTC(1970, block * count) / DAY_MS : FIRST_MONDAY + block * count;
    const start = startOfLocalDay(timeZone, day);
    if (start > last) yield start;
    last = start;
  }
}

/** The number of the block of days or months that a time lies in. */
function blockAt(time: number, { unit, count }: Interval, timeZone: string): number {
  let day = localDay(timeZone, time);
  // Clocks that go back over midnight show the end of a day once more, after the next one began.
  while (startOfLocalDay(timeZone, day + 1) <= time) day += 1;
  if (unit === 'day') return Math.floor((day - FIRST_MONDAY) / count);
  const date = new Date(day * DAY_MS);
  return Math.floor(((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()) / count);
}
