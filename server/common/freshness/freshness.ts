import { DEAD_AFTER_INTERVALS, LATE_AFTER_INTERVALS } from '../../../wire/freshness-limits.js';
import type { Freshness } from '../../../wire/schemas/snapshot.js';

/** The latest time that a `Date` can hold (ECMA-262, section 21.4.1.1). */
const LAST_MS = 8.64e15;

/** When data becomes late if nothing newer arrives. @param updatedAt time of the newest value, in ms */
export function lateAt(updatedAt: number, expectEveryMs: number): number {
  return updatedAt + LATE_AFTER_INTERVALS * expectEveryMs;
}

/** When data becomes dead: so late that nothing newer is expected. @param updatedAt time of the newest value, in ms */
export function deadAt(updatedAt: number, expectEveryMs: number): number {
  return Math.min(updatedAt + DEAD_AFTER_INTERVALS * expectEveryMs, LAST_MS);
}

/** The freshness at the time `now`. All parameters are in ms. */
export function freshnessAt(now: number, updatedAt: number, expectEveryMs: number): Freshness {
  if (now >= deadAt(updatedAt, expectEveryMs)) return 'dead';
  return now >= lateAt(updatedAt, expectEveryMs) ? 'late' : 'fresh';
}
