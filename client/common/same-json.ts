/** Whether two JSON values are written alike, the order of their members included. */
export function sameJson(one: unknown, other: unknown): boolean {
  return Object.is(one, other) || JSON.stringify(one) === JSON.stringify(other);
}
