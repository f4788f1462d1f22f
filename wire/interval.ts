import { DAY_MS, HOUR_MS, parseDuration } from './duration.js';
import { MAX_DURATION_DAYS, MAX_DURATION_MS } from './limits.js';

/**
 * The length of buckets. Buckets of less than a day are equally long and begin at multiples of their length since 1970 (UTC).
 * All others follow the calendar of a time zone, in whole days or months.
 */
export interface Interval {
  readonly unit: 'ms' | 'day' | 'month';
  readonly count: number;
}

const MIN_INTERVAL_MS = 1_000;

/** Divisors of 12, so that a bucket begins each January. */
const MONTHS = [1, 2, 3, 4, 6, 12];

export const INTERVAL_MESSAGE = `must be from 1s to ${MAX_DURATION_DAYS}d, like '5m', '1d' or '1w', or 1mo, 2mo, 3mo, 4mo, 6mo or 12mo`;

/**
 * Reads `5m`, `1d`, `2w` or `1mo`. Intervals of 24 hours or more are rounded up to whole days: `24h` is `1d`, `36h` is `2d`.
 *
 * @returns undefined if the text is not a valid length
 */
export function parseInterval(text: string): Interval | undefined {
  const [, digits = '', unit] = /^(\d{1,3})(w|mo)$/.exec(text) ?? [];
  const count = Number(digits);
  if (unit === 'mo') return MONTHS.includes(count) ? { unit: 'month', count } : undefined;
  const ms = unit === 'w' ? count * 7 * DAY_MS : (parseDuration(text) ?? 0);
  if (ms < MIN_INTERVAL_MS || ms > MAX_DURATION_MS) return undefined;
  return ms < DAY_MS ? { unit: 'ms', count: ms } : { unit: 'day', count: Math.ceil(ms / DAY_MS) };
}

const UNITS = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** Formats an interval: `10s`, `5m`, `1d`, `1mo`. */
export function formatInterval({ unit, count }: Interval): string {
  if (unit !== 'ms') return `${count}${unit === 'day' ? 'd' : 'mo'}`;
  const [name, ms] = UNITS.find(([, length]) => count % length === 0) ?? (['ms', 1] as const);
  return `${count / ms}${name}`;
}
