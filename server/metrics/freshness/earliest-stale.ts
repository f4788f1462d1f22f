import { lateAt } from '../../dashboard/queries/freshness.js';

/** How fresh a part of what is shown is, in ms. */
export interface PartFreshness {
  /** When it was measured. */
  readonly updatedAt?: number | undefined;
  /** How soon the next one was promised. */
  readonly expectEveryMs?: number | undefined;
  /** When it ended. */
  readonly endedAt?: number | undefined;
}

/**
 * All of it is as fresh as the part that is the first to be older than promised; without promises as its newest part.
 * Parts that have ended count only where all have.
 */
export function earliestStale(parts: readonly PartFreshness[]): {
  updatedAt?: number;
  expectEveryMs?: number;
  endedAt?: number;
} {
  const all = parts.flatMap(({ updatedAt, ...rest }) => (updatedAt === undefined ? [] : [{ updatedAt, ...rest }]));
  const current = all.filter(({ endedAt }) => endedAt === undefined);
  if (all.length > 0 && current.length === 0) {
    return {
      updatedAt: Math.max(...all.map(({ updatedAt }) => updatedAt)),
      endedAt: Math.max(...all.map(({ endedAt = -Infinity }) => endedAt)),
    };
  }
  const promised = current.flatMap(({ updatedAt, expectEveryMs }) =>
    expectEveryMs === undefined ? [] : [{ updatedAt, expectEveryMs }],
  );
  const [first] = promised.sort((a, b) => lateAt(a.updatedAt, a.expectEveryMs) - lateAt(b.updatedAt, b.expectEveryMs));
  if (first) return first;
  return current.length === 0 ? {} : { updatedAt: Math.max(...current.map(({ updatedAt }) => updatedAt)) };
}
