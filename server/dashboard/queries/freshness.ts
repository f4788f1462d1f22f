import type { Freshness } from '../../../wire/snapshot.js';

/** Data is late after one and a half expected intervals, and dead after ten. */
const LATE_AFTER_PERIODS = 1.5;
const DEAD_AFTER_PERIODS = 10;

/** The last moment that a `Date` can hold (ECMA-262, section 21.4.1.1). */
const LAST_MS = 8.64e15;

/** When data of this time (ms) are late if nothing newer has come. */
export function lateAt(updatedAt: number, expectEveryMs: number): number {
  return updatedAt + LATE_AFTER_PERIODS * expectEveryMs;
}

/** When they are so late that nobody should wait for newer ones. */
export function deadAt(updatedAt: number, expectEveryMs: number): number {
  return Math.min(updatedAt + DEAD_AFTER_PERIODS * expectEveryMs, LAST_MS);
}

export function freshnessAt(now: number, updatedAt: number, expectEveryMs: number): Freshness {
  if (now >= deadAt(updatedAt, expectEveryMs)) return 'dead';
  return now >= lateAt(updatedAt, expectEveryMs) ? 'late' : 'fresh';
}
