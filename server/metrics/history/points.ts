/** Points of one series in the order of time, each time once: microseconds and values. */
export interface Points {
  readonly at: Float64Array;
  readonly value: Float64Array;
}

const NO_POINTS: Points = { at: new Float64Array(0), value: new Float64Array(0) };

export interface PointRow {
  readonly at: number;
  readonly value: number;
}

export function pointsOf(rows: readonly PointRow[]): Points {
  const at = new Float64Array(rows.length);
  const value = new Float64Array(rows.length);
  for (const [index, row] of rows.entries()) {
    at[index] = row.at;
    value[index] = row.value;
  }
  return { at, value };
}

/** All points of both; at equal times those of `over`. */
export function mergePoints(base: Points, over: Points): Points {
  if (base.at.length === 0) return over;
  if (over.at.length === 0) return base;
  // Most often the unsealed points simply go on where the sealed ones end.
  if ((base.at.at(-1) as number) < (over.at[0] as number)) return joinPoints([base, over]);
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

/** One after the other: every point of a later one lies behind those of an earlier one. */
export function joinPoints(parts: readonly Points[]): Points {
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

/** The points from `from` until before `until`, without copying. */
export function slicePoints({ at, value }: Points, from: number, until: number): Points {
  const first = lowerBound(at, from);
  const end = lowerBound(at, until);
  return first === 0 && end === at.length
    ? { at, value }
    : { at: at.subarray(first, end), value: value.subarray(first, end) };
}

/** Index of the first number of a rising list that is not below the bound. */
export function lowerBound(rising: Float64Array, bound: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
