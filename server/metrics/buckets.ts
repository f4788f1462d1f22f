const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A series has at most this many rows, its raw last point among them. */
export const MAX_ROWS = 600;

/** Bucket lengths that divide a day, so that they begin at midnight UTC. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((count) => count * HOUR),
  DAY,
];

/** Points may lie this far ahead of the clock and are shown all the same: the server's own times can run ahead of it. */
export const AHEAD_MS = MINUTE;

/**
 * The latest time (ms) of points that are shown in a live range that ends at `to`: no write may be more than a day ahead,
 * so the server's own clock was wrong when later ones were stored.
 */
export function latestShown(to: number): number {
  return to + DAY + AHEAD_MS;
}

/** Buckets of one length that cover a time span, from the one that holds its start to the one that holds its end. */
export interface Buckets {
  /** Start of the first, in ms since 1970: a multiple of the step. */
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** Rows that buckets of this length give over this much time, the partial ones at both ends and the last point included. */
export function rowsOf(step: number, span: number): number {
  return Math.ceil((span + AHEAD_MS) / step) + 2;
}

/** The shortest step, at least `atLeast`, that keeps the span within the rows of a series. All in ms. */
export function stepFor(span: number, atLeast = 0): number {
  if (atLeast > 0 && rowsOf(atLeast, span) <= MAX_ROWS) return atLeast;
  return STEPS.find((step) => step >= atLeast && rowsOf(step, span) <= MAX_ROWS) ?? Math.max(DAY, atLeast);
}

export function bucketsOver(from: number, to: number, step: number): Buckets {
  const start = Math.floor(from / step) * step;
  return { start, step, count: Math.floor((to + AHEAD_MS - start) / step) + 1 };
}
