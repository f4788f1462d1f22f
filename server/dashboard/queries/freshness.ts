import type { Freshness } from '../../../wire/snapshot.js';

/** Data is late after one and a half expected intervals without a new value, and dead after ten. */
const LATE_AFTER_PERIODS = 1.5;
const DEAD_AFTER_PERIODS = 10;

/** The latest time that a `Date` can hold (ECMA-262, section 21.4.1.1). */
const LAST_MS = 8.64e15;

/** When data becomes late if nothing newer arrives. @param updatedAt time of the newest value, in ms */
export function lateAt(updatedAt: number, expectEveryMs: number): number {
  return updatedAt + LATE_AFTER_PERIODS * expectEveryMs;
}

/** When data becomes dead: so late that nothing newer is expected. @param updatedAt time of the newest value, in ms */
export function deadAt(updatedAt: number, expectEveryMs: number): number {
  return Math.min(updatedAt + DEAD_AFTER_PERIODS * expectEveryMs, LAST_MS);
}

/** The freshness at the time `now`. All parameters are in ms. */
export function freshnessAt(now: number, updatedAt: number, expectEveryMs: number): Freshness {
  if (now >= deadAt(updatedAt, expectEveryMs)) return 'dead';
  return now >= lateAt(updatedAt, expectEveryMs) ? 'late' : 'fresh';
}
