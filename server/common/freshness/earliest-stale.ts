import { lateAt } from './freshness.js';

/** The freshness of a part of the shown data. All values in ms. */
export interface PartFreshness {
  /** When the newest data was measured. */
  readonly updatedAt?: number | undefined;
  /** The expected interval. */
  readonly expectEveryMs?: number | undefined;
  /** When the part ended. */
  readonly endedAt?: number | undefined;
}

/**
 * Returns the freshness of all parts together: that of the part that becomes late first or, if no part has an expected
 * interval, that of the newest part. Parts that have ended are ignored unless all have ended.
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
  const expected = current.flatMap(({ updatedAt, expectEveryMs }) =>
    expectEveryMs === undefined ? [] : [{ updatedAt, expectEveryMs }],
  );
  const [first] = expected.sort((a, b) => lateAt(a.updatedAt, a.expectEveryMs) - lateAt(b.updatedAt, b.expectEveryMs));
  if (first) return first;
  return current.length === 0 ? {} : { updatedAt: Math.max(...current.map(({ updatedAt }) => updatedAt)) };
}
