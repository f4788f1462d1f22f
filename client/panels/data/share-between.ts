/**
 * Returns the position of a value between two ends: 0 at or before the first, 1 at or after the second, 0 if both are
 * equal. Halves are subtracted, because the difference of very large numbers is infinite.
 */
export function shareBetween([min, max]: readonly [number, number], value: number): number {
  return min === max ? 0 : Math.min(1, Math.max(0, (value / 2 - min / 2) / (max / 2 - min / 2)));
}
