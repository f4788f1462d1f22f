/**
 * Where a value lies between two ends: 0 at the first one or before it, 1 at the second one or behind it, 0 if both are equal.
 * Halves are compared, since the difference of the largest numbers is infinite.
 */
export function shareBetween([min, max]: readonly [number, number], value: number): number {
  return min === max ? 0 : Math.min(1, Math.max(0, (value / 2 - min / 2) / (max / 2 - min / 2)));
}
