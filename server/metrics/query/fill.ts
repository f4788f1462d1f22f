/** What stands in buckets without points: nothing, zero, the value before, or a straight line between its neighbours. */
export const FILLS = ['none', 'zero', 'last', 'linear'] as const;
export type Fill = (typeof FILLS)[number];

/** @param count of the buckets that have begun: what is to come stays empty. */
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
