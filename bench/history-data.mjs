/** A metric of many series, each measured every ten seconds: what the history is asked for. */
export const HISTORY_METRIC = 'bench.history';
export const HISTORY_SERIES = 100;
export const HISTORY_STEP_MS = 10_000;
export const DAY_MS = 86_400_000;

/** Points of all series in a day. */
export const DAY_POINTS = (DAY_MS / HISTORY_STEP_MS) * HISTORY_SERIES;

/**
 * The points from `begin` until before `end` (ms, whole steps), the same for Boardcast and for bare SQLite: three decimals
 * that go up and down.
 * @param {(series: number, at: number, value: number) => void} take `at` in ms
 */
export function eachMeasure(begin, end, take) {
  for (let at = begin; at < end; at += HISTORY_STEP_MS) {
    for (let series = 0; series < HISTORY_SERIES; series += 1) {
      take(series, at, Math.round(1_000 * (50 + 40 * Math.sin(at / HISTORY_STEP_MS / 9 + series))) / 1_000);
    }
  }
}
