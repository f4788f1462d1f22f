/** Metrics that the points of a batch belong to. */
export const BATCH_METRICS = 100;
export const BATCH_ITEMS = 10_000;

/** Batches of one call lie one after the other in time, and the last of many ends before now. */
const BATCH_SPAN_MS = BATCH_ITEMS / BATCH_METRICS;

export function batchKey(metric) {
  return `bench.batch.${metric}`;
}

/**
 * The points of a batch, the same for Boardcast and for bare SQLite: as services send them, one measure of every metric
 * after another.
 * @param {number} begin time (ms) of the first point
 * @param {(metric: number, at: number, value: number) => void} take `at` in ms
 */
export function eachPoint(begin, take) {
  for (let item = 0; item < BATCH_ITEMS; item += 1) {
    const metric = item % BATCH_METRICS;
    const step = (item - metric) / BATCH_METRICS;
    take(metric, begin + step, Math.round(1_000 * (50 + 40 * Math.sin(step / 9 + metric))) / 1_000);
  }
}

/**
 * Times (ms) at which batches begin, none overlapping another.
 * @param {number} now
 */
export function batchTimes(now, count) {
  return Array.from({ length: count }, (_, index) => now - (count - index) * BATCH_SPAN_MS);
}
