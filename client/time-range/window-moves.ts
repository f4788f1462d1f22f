import { lengthOf, LONGEST_WINDOW_MS, type TimeWindow } from '../../wire/range';

/** The server shows no more of what is yet to come. */
export const AHEAD_MS = 86_400_000;

/** Half of it earlier. */
export function earlier({ from, to }: TimeWindow): TimeWindow {
  const half = Math.round((to - from) / 2);
  const by = Math.min(half, from);
  return { from: from - by, to: to - by };
}

/** Half of it later, up to the end of what can be shown. All in ms. */
export function later({ from, to }: TimeWindow, now: number): TimeWindow {
  const half = Math.round((to - from) / 2);
  const by = Math.max(0, Math.min(half, now + AHEAD_MS - to));
  return { from: from + by, to: to + by };
}

/** Twice as long around the same middle, but neither into a future that nobody knows nor longer than can be shown. */
export function zoomedOut(window: TimeWindow, now: number): TimeWindow {
  const length = Math.min(2 * lengthOf(window), LONGEST_WINDOW_MS);
  const middle = (window.from + window.to) / 2;
  const to = Math.min(Math.round(middle + length / 2), Math.max(now, window.to));
  return { from: Math.max(0, to - length), to };
}
