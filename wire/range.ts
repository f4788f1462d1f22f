/** The time ranges of snapshots. No imports: what the client takes from here must not bring zod along. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const RANGES = ['15m', '1h', '6h', '24h', '7d', '30d', '90d'] as const;
export type Range = (typeof RANGES)[number];

/** What a board without a `range` of its own shows. */
export const DEFAULT_RANGE: Range = '1h';

/** Length of each range in milliseconds. */
export const RANGE_MS: Readonly<Record<Range, number>> = {
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
};

/** A part of time that stands still, in ms since 1970. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** What part of time is shown: the last so much of it, moving on, or a fixed window. */
export type TimeRange = Range | TimeWindow;

/** The longest fixed window, in ms: a year, and a leap day. */
export const LONGEST_WINDOW_MS = 366 * DAY;

/** A range as text, another one for each: for keys. */
export function rangeKey(range: TimeRange): string {
  return isFixed(range) ? `${range.from}-${range.to}` : range;
}

/** What part of time a range is at the moment `now` (ms): a live one ends there, a fixed one stands still. */
export function windowAt(range: TimeRange, now: number): TimeWindow {
  return isFixed(range) ? range : { from: now - RANGE_MS[range], to: now };
}

/** The shortest live range that is as long, in ms; else the longest there is. */
export function rangeOver(length: number): Range {
  return RANGES.find((range) => RANGE_MS[range] >= length) ?? '90d';
}

export function isFixed(range: TimeRange): range is TimeWindow {
  return typeof range !== 'string';
}

/** In ms. */
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
