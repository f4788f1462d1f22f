/** The number of metrics in a batch. */
export const BATCH_METRICS = 100;
export const BATCH_ITEMS = 10_000;

/** The time that the points of a batch span. */
const BATCH_SPAN_MS = BATCH_ITEMS / BATCH_METRICS;

export function batchKey(metric) {
  return `bench.batch.${metric}`;
}

/**
 * Generates the points of a batch, the same for Boardcast and for SQLite: one point of every metric, then the next point of
 * every metric, and so on, as services send them.
 *
 * @param {number} begin time (ms) of the first point
 * @param {(metric: number, at: number, value: number) => void} handle called for each point; `at` in ms
 */
export function eachPoint(begin, handle) {
  for (let item = 0; item < BATCH_ITEMS; item += 1) {
    const metric = item % BATCH_METRICS;
    const step = (item - metric) / BATCH_METRICS;
    handle(metric, begin + step, Math.round(1_000 * (50 + 40 * Math.sin(step / 9 + metric))) / 1_000);
  }
}

/**
 * Returns the start times (ms) of `count` batches that do not overlap and end before `now`.
 *
 * @param {number} now
 */
export function batchTimes(now, count) {
  return Array.from({ length: count }, (_, index) => now - (count - index) * BATCH_SPAN_MS);
}
