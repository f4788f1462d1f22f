/** How buckets without points are filled: not at all, with zero, the previous value, or a straight line between neighbors. */
export const FILLS = ['none', 'zero', 'last', 'linear'] as const;
export type Fill = (typeof FILLS)[number];

/** @param count number of buckets that have begun. Later buckets remain empty. */
export function fillGaps(values: Float64Array, fill: Fill, count: number): Float64Array {
  switch (fill) {
    case 'none':
      return values;
    case 'zero':
      return values.map((value, index) => (Number.isNaN(value) && index < count ? 0 : value));
    case 'last':
      return carryForward(values, count);
    case 'linear':
      return interpolate(values);
  }
}

function carryForward(values: Float64Array, count: number): Float64Array {
  let before = NaN;
  return values.map((value, index) => {
    if (!Number.isNaN(value)) before = value;
    return index < count ? before : value;
  });
}

function interpolate(values: Float64Array): Float64Array {
  const result = values.slice();
  let known = -1;
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const from = values[known] ?? NaN;
    for (let gap = known + 1; known >= 0 && gap < index; gap += 1) {
      result[gap] = from + ((value - from) * (gap - known)) / (index - known);
    }
    known = index;
  });
  return result;
}
