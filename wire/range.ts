// Time ranges of boards. This file is without zod, so that the client can use it.
import { DAY_MS, HOUR_MS, MINUTE_MS } from './duration.js';
import { MAX_DURATION_MS } from './limits.js';

/** A live range of a board. It ends now. */
export type Range = '15m' | '1h' | '6h' | '24h' | '7d' | '30d' | '90d';

/** All ranges, from short to long. */
export const RANGES = ['15m', '1h', '6h', '24h', '7d', '30d', '90d'] as const satisfies readonly Range[];

/** The range of boards without a `range` of their own. */
export const DEFAULT_RANGE: Range = '1h';

/** Length of each range in milliseconds. */
export const RANGE_MS: Readonly<Record<Range, number>> = {
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
};

/** A fixed time range. The code calls it a window. */
export interface TimeWindow {
  /** Its start, in ms since 1970. */
  readonly from: number;
  /** Its end, in ms since 1970. */
  readonly to: number;
}

/** A live range, which ends now, or a fixed one. */
export type TimeRange = Range | TimeWindow;

/** The longest fixed time range, in ms. */
export const LONGEST_WINDOW_MS = MAX_DURATION_MS;

/** Returns a unique string for each range, for use as a key. */
export function rangeKey(range: TimeRange): string {
  return isFixed(range) ? `${range.from}-${range.to}` : range;
}

/** Returns the start and end of a range at the time `now` (ms). */
export function windowAt(range: TimeRange, now: number): TimeWindow {
  return isFixed(range) ? range : { from: now - RANGE_MS[range], to: now };
}

/** Returns the shortest live range of at least this length, or else the longest one. */
export function rangeOver(lengthMs: number): Range {
  return RANGES.find((range) => RANGE_MS[range] >= lengthMs) ?? '90d';
}

export function isFixed(range: TimeRange): range is TimeWindow {
  return typeof range !== 'string';
}

/** Returns the length of a range in ms. */
export function lengthOf(range: TimeRange): number {
  return isFixed(range) ? range.to - range.from : RANGE_MS[range];
}

export function sameRange(a: TimeRange | undefined, b: TimeRange | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.from === b.from && a.to === b.to;
}

export function isRange(text: unknown): text is Range {
  return RANGES.includes(text as Range);
}
