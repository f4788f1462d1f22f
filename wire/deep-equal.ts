/**
 * Whether two values have the same JSON, whatever the order of their members. Members that are `undefined` count as absent, and
 * NaN equals NaN.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return Number.isNaN(a) && Number.isNaN(b);
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      // From the end, because columns of values usually differ there.
      a.findLastIndex((item, index) => !deepEqual(item, b[index])) < 0
    );
  }
  const left = presentMembers(a);
  const right = new Map(presentMembers(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && deepEqual(value, right.get(key)));
}

function presentMembers(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
