import { parseDuration } from '../../../wire/duration.js';

export const MAX_EXPECTED_INTERVAL_MS = 366 * 86_400_000;
export const EXPECTED_INTERVAL_RULE = "must be a duration up to 366d: a whole number and ms, s, m, h or d, like '5m'";

/** Returns the milliseconds of an expected interval as clients send it; undefined if it breaks `EXPECTED_INTERVAL_RULE`. */
export function parseExpectedInterval(expectEvery: unknown): number | undefined {
  const ms = typeof expectEvery === 'string' ? parseDuration(expectEvery) : undefined;
  return ms !== undefined && ms <= MAX_EXPECTED_INTERVAL_MS ? ms : undefined;
}
