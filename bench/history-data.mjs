/** The metric of the history queries: many series with a point every ten seconds. */
export const HISTORY_METRIC = 'bench.history';
export const HISTORY_SERIES = 100;
export const HISTORY_STEP_MS = 10_000;
export const DAY_MS = 86_400_000;

/** The number of points of all series in a day. */
export const DAY_POINTS = (DAY_MS / HISTORY_STEP_MS) * HISTORY_SERIES;

/**
 * Generates the points from `begin` (inclusive) to `end` (exclusive), the same for Boardcast and for SQLite: a sine wave with
 * three decimals. Both times are in ms and multiples of the step.
 *
 * @param {(series: number, at: number, value: number) => void} handle called for each point; `at` in ms
 */
export function eachHistoryPoint(begin, end, handle) {
  for (let at = begin; at < end; at += HISTORY_STEP_MS) {
    for (let series = 0; series < HISTORY_SERIES; series += 1) {
      handle(series, at, Math.round(1_000 * (50 + 40 * Math.sin(at / HISTORY_STEP_MS / 9 + series))) / 1_000);
    }
  }
}
