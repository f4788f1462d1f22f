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

export function isRange(text: unknown): text is Range {
  return RANGES.includes(text as Range);
}
