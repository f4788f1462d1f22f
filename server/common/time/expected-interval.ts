import { parseDuration } from './duration.js';

export const MAX_EXPECT_EVERY_MS = 366 * 86_400_000;
export const PROMISE_WORDS = "must be a duration up to 366d: a whole number and ms, s, m, h or d, like '5m'";

/** Milliseconds of a promise as it is sent in; undefined if it is none, which `PROMISE_WORDS` are for. */
export function parsePromise(expectEvery: unknown): number | undefined {
  const ms = typeof expectEvery === 'string' ? parseDuration(expectEvery) : undefined;
  return ms !== undefined && ms <= MAX_EXPECT_EVERY_MS ? ms : undefined;
}
