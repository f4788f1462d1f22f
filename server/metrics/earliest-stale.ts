import { lateAt } from '../dashboard/freshness.js';

/** When data were measured, and how soon new ones were promised, both in ms. */
export interface Promised {
  readonly updatedAt?: number | undefined;
  readonly expectEveryMs?: number | undefined;
}

/** All of it is as fresh as the part that is the first to be older than promised; without promises as its newest part. */
export function earliestStale(parts: readonly Promised[]): { updatedAt?: number; expectEveryMs?: number } {
  const dated = parts.flatMap(({ updatedAt, expectEveryMs }) =>
    updatedAt === undefined ? [] : [{ updatedAt, expectEveryMs }],
  );
  const promised = dated.flatMap(({ updatedAt, expectEveryMs }) =>
    expectEveryMs === undefined ? [] : [{ updatedAt, expectEveryMs }],
  );
  const [first] = promised.sort((a, b) => lateAt(a.updatedAt, a.expectEveryMs) - lateAt(b.updatedAt, b.expectEveryMs));
  if (first) return first;
  return dated.length === 0 ? {} : { updatedAt: Math.max(...dated.map(({ updatedAt }) => updatedAt)) };
}
