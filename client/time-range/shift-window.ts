import { DAY_MS } from '../../wire/duration';
import { lengthOf, LONGEST_WINDOW_MS, type TimeWindow } from '../../wire/range';

/** The server accepts time ranges that end up to this far in the future. */
export const MAX_FUTURE_MS = DAY_MS;

/** Moves a fixed time range back by half of its length. */
export function earlier({ from, to }: TimeWindow): TimeWindow {
  const half = Math.round((to - from) / 2);
  const by = Math.min(half, from);
  return { from: from - by, to: to - by };
}

/**
 * Moves a fixed time range forward by half of its length, at most to `MAX_FUTURE_MS` after now.
 *
 * @param now current time in ms
 */
export function later({ from, to }: TimeWindow, now: number): TimeWindow {
  const half = Math.round((to - from) / 2);
  const by = Math.max(0, Math.min(half, now + MAX_FUTURE_MS - to));
  return { from: from + by, to: to + by };
}

/**
 * Doubles the length of a fixed time range around its middle, but not into the future and not beyond the maximum length.
 */
export function zoomedOut(window: TimeWindow, now: number): TimeWindow {
  const length = Math.min(2 * lengthOf(window), LONGEST_WINDOW_MS);
  const middle = (window.from + window.to) / 2;
  const to = Math.min(Math.round(middle + length / 2), Math.max(now, window.to));
  return { from: Math.max(0, to - length), to };
}
