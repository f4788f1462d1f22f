/** Points of one series in the order of time, without duplicate times. */
export interface Points {
  readonly atUs: Float64Array;
  readonly value: Float64Array;
}

const NO_POINTS: Points = { atUs: new Float64Array(0), value: new Float64Array(0) };

export interface PointRow {
  readonly at: number;
  readonly value: number;
}

export function toPoints(rows: readonly PointRow[]): Points {
  const atUs = new Float64Array(rows.length);
  const value = new Float64Array(rows.length);
  for (const [index, row] of rows.entries()) {
    atUs[index] = row.at;
    value[index] = row.value;
  }
  return { atUs, value };
}

/** Merges two lists of points. Where times are equal, the points of `over` win. */
export function mergePoints(base: Points, over: Points): Points {
  if (base.atUs.length === 0) return over;
  if (over.atUs.length === 0) return base;
  // Usually, all unsealed points are later than the sealed ones.
  if ((base.atUs.at(-1) as number) < (over.atUs[0] as number)) return concatPoints([base, over]);
  const atUs = new Float64Array(base.atUs.length + over.atUs.length);
  const value = new Float64Array(atUs.length);
  let count = 0;
  let left = 0;
  let right = 0;
  while (left < base.atUs.length || right < over.atUs.length) {
    const leftUs = base.atUs[left] ?? Infinity;
    const rightUs = over.atUs[right] ?? Infinity;
    const fromBase = leftUs < rightUs;
    atUs[count] = fromBase ? leftUs : rightUs;
    value[count] = (fromBase ? base.value[left] : over.value[right]) as number;
    count += 1;
    if (leftUs <= rightUs) left += 1;
    if (!fromBase) right += 1;
  }
  return { atUs: atUs.subarray(0, count), value: value.subarray(0, count) };
}

/** Concatenates points. All points of a part must be later than those of the parts before it. */
export function concatPoints(parts: readonly Points[]): Points {
  const [only] = parts;
  if (parts.length < 2) return only ?? NO_POINTS;
  const atUs = new Float64Array(parts.reduce((sum, part) => sum + part.atUs.length, 0));
  const value = new Float64Array(atUs.length);
  let count = 0;
  for (const part of parts) {
    atUs.set(part.atUs, count);
    value.set(part.value, count);
    count += part.atUs.length;
  }
  return { atUs, value };
}

/** Returns the points from `fromUs` until before `untilUs`, without copying. */
export function slicePoints({ atUs, value }: Points, fromUs: number, untilUs: number): Points {
  const first = lowerBound(atUs, fromUs);
  const end = lowerBound(atUs, untilUs);
  return first === 0 && end === atUs.length
    ? { atUs, value }
    : { atUs: atUs.subarray(first, end), value: value.subarray(first, end) };
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
