import { localDay, startOfLocalDay } from '../../../wire/time-zone.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../wire/duration.js';
import type { Interval } from '../../../wire/interval.js';
import { SHOWN_AHEAD_MS } from '../../common/time/timestamps.js';

/** The maximum number of rows of a series, including its last raw point. */
export const MAX_ROWS = 600;

/** Bucket lengths that divide a day, so that buckets begin at midnight UTC. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 12].map((count) => count * HOUR_MS),
];

/**
 * Returns the latest time of points that are shown in a live range. Clients cannot write points more than a day ahead, so
 * later points were stored while the server's clock was wrong.
 */
export function latestShownMs(toMs: number): number {
  return toMs + DAY_MS + SHOWN_AHEAD_MS;
}

/** Consecutive buckets that cover a span, from the bucket of its start to the bucket of its end. */
export interface Buckets {
  /** The start of each bucket, then the end of the last one, ascending. */
  readonly edgesMs: Float64Array;
}

/** Returns the maximum number of rows for buckets of a length over a span, including partial buckets and the last point. */
export function countRows(stepMs: number, spanMs: number): number {
  return Math.ceil((spanMs + SHOWN_AHEAD_MS) / stepMs) + 2;
}

/** Returns the shortest bucket length, at least `minMs`, with which the span does not exceed the rows of a series; a day if none does. */
export function stepForMs(spanMs: number, minMs = 0): number {
  if (minMs > 0 && countRows(minMs, spanMs) <= MAX_ROWS) return minMs;
  return STEPS_MS.find((stepMs) => stepMs >= minMs && countRows(stepMs, spanMs) <= MAX_ROWS) ?? DAY_MS;
}

/** Returns the requested interval, or a longer one if the span would have too many rows. Days always fit. */
export function intervalFor(spanMs: number, requested?: Interval): Interval {
  if (requested && requested.unit !== 'ms') return requested;
  const stepMs = stepForMs(spanMs, requested?.count);
  return stepMs < DAY_MS ? { unit: 'ms', count: stepMs } : { unit: 'day', count: 1 };
}

/**
 * Returns the buckets over a span and a minute ahead.
 * @param timeZone the calendar of buckets of a day or more
 */
export function bucketsOver(fromMs: number, toMs: number, interval: Interval, timeZone: string): Buckets {
  if (interval.unit === 'ms') {
    const stepMs = interval.count;
    const startMs = Math.floor(fromMs / stepMs) * stepMs;
    return equalBuckets(startMs, stepMs, Math.floor((toMs + SHOWN_AHEAD_MS - startMs) / stepMs) + 1);
  }
  const edgesMs: number[] = [];
  for (const edgeMs of calendarEdges(blockAt(fromMs, interval, timeZone), interval, timeZone)) {
    edgesMs.push(edgeMs);
    if (edgeMs > toMs + SHOWN_AHEAD_MS) break;
  }
  return { edgesMs: Float64Array.from(edgesMs) };
}

/** Returns the same number of buckets, moved back by a number of buckets. */
export function bucketsBefore(buckets: Buckets, by: number, interval: Interval, timeZone: string): Buckets {
  const { edgesMs } = buckets;
  const startMs = edgesMs[0] as number;
  if (interval.unit === 'ms') return { edgesMs: edgesMs.map((edgeMs) => edgeMs - by * interval.count) };
  const earlierMs: number[] = [];
  for (const edgeMs of calendarEdges(blockAt(startMs, interval, timeZone) - by, interval, timeZone)) {
    if (earlierMs.push(edgeMs) === edgesMs.length) break;
  }
  return { edgesMs: Float64Array.from(earlierMs) };
}

export function equalBuckets(startMs: number, stepMs: number, count: number): Buckets {
  return { edgesMs: Float64Array.from({ length: count + 1 }, (_, index) => startMs + index * stepMs) };
}

export function countBuckets({ edgesMs }: Buckets): number {
  return edgesMs.length - 1;
}

/** Returns the start of the first bucket and the end of the last one. */
export function bucketSpan({ edgesMs }: Buckets): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: edgesMs[0] as number, toMs: edgesMs[edgesMs.length - 1] as number };
}

/** Returns the index of the bucket that contains a time: negative before the first bucket, at least `countBuckets` after the last. */
export function bucketAt({ edgesMs }: Buckets, timeMs: number): number {
  let low = 0;
  let high = edgesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edgesMs[middle] as number) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** 1970-01-01 was a Thursday. Days are counted from the Monday after it, so that blocks of seven days are ISO 8601 weeks. */
const FIRST_MONDAY = 4;

/** Yields the starts of blocks of days or months, ascending. A block is left out if it has no length, because the time zone skipped that day. */
function* calendarEdges(first: number, { unit, count }: Interval, timeZone: string): Generator<number, never> {
  let lastMs = -Infinity;
  for (let block = first; ; block += 1) {
    const day = unit === 'month' ? Date.UTC(1970, block * count) / DAY_MS : FIRST_MONDAY + block * count;
    const startMs = startOfLocalDay(timeZone, day);
    if (startMs > lastMs) yield startMs;
    lastMs = startMs;
  }
}

/** Returns the number of the block of days or months that contains a time. */
function blockAt(timeMs: number, { unit, count }: Interval, timeZone: string): number {
  let day = localDay(timeZone, timeMs);
  // If a clock goes back over midnight, the end of a day occurs again after the next day began.
  while (startOfLocalDay(timeZone, day + 1) <= timeMs) day += 1;
  if (unit === 'day') return Math.floor((day - FIRST_MONDAY) / count);
  const date = new Date(day * DAY_MS);
  return Math.floor(((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()) / count);
}
