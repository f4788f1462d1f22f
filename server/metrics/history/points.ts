/** Points of one series in the order of time (microseconds), without duplicate times. */
export interface Points {
  readonly at: Float64Array;
  readonly value: Float64Array;
}

const NO_POINTS: Points = { at: new Float64Array(0), value: new Float64Array(0) };

export interface PointRow {
  readonly at: number;
  readonly value: number;
}

export function toPoints(rows: readonly PointRow[]): Points {
  const at = new Float64Array(rows.length);
  const value = new Float64Array(rows.length);
  for (const [index, row] of rows.entries()) {
    at[index] = row.at;
    value[index] = row.value;
  }
  return { at, value };
}

/** Merges two lists of points. Where times are equal, the points of `over` win. */
export function mergePoints(base: Points, over: Points): Points {
  if (base.at.length === 0) return over;
  if (over.at.length === 0) return base;
  // Usually, all unsealed points are later than the sealed ones.
  if ((base.at.at(-1) as number) < (over.at[0] as number)) return concatPoints([base, over]);
  const at = new Float64Array(base.at.length + over.at.length);
  const value = new Float64Array(at.length);
  let count = 0;
  let left = 0;
  let right = 0;
  while (left < base.at.length || right < over.at.length) {
    const leftAt = base.at[left] ?? Infinity;
    const rightAt = over.at[right] ?? Infinity;
    const fromBase = leftAt < rightAt;
    at[count] = fromBase ? leftAt : rightAt;
    value[count] = (fromBase ? base.value[left] : over.value[right]) as number;
    count += 1;
    if (leftAt <= rightAt) left += 1;
    if (!fromBase) right += 1;
  }
  return { at: at.subarray(0, count), value: value.subarray(0, count) };
}

/** Concatenates points. All points of a part must be later than those of the parts before it. */
export function concatPoints(parts: readonly Points[]): Points {
  const [only] = parts;
  if (parts.length < 2) return only ?? NO_POINTS;
  const at = new Float64Array(parts.reduce((sum, part) => sum + part.at.length, 0));
  const value = new Float64Array(at.length);
  let count = 0;
  for (const part of parts) {
    at.set(part.at, count);
    value.set(part.value, count);
    count += part.at.length;
  }
  return { at, value };
}

/** Returns the points from `from` until before `until` (both in microseconds), without copying. */
export function slicePoints({ at, value }: Points, from: number, until: number): Points {
  const first = lowerBound(at, from);
  const end = lowerBound(at, until);
  return first === 0 && end === at.length
    ? { at, value }
    : { at: at.subarray(first, end), value: value.subarray(first, end) };
}

/** Returns the index of the first number in an ascending list that is not below the bound. */
export function lowerBound(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
