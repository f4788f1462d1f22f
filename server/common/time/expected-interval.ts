import { parseDuration } from '../../../wire/duration.js';
import { MAX_DURATION_MS } from '../../../wire/limits.js';
import { durationRule } from './duration-rule.js';

export const EXPECTED_INTERVAL_RULE = durationRule('5m');

/** Parses an expected interval as clients send it. Returns undefined if it breaks `EXPECTED_INTERVAL_RULE`. */
export function parseExpectedIntervalMs(expectEvery: unknown): number | undefined {
  const ms = typeof expectEvery === 'string' ? parseDuration(expectEvery) : undefined;
  return ms !== undefined && ms <= MAX_DURATION_MS ? ms : undefined;
}
