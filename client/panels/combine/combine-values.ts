import type { Others } from '../../../wire/schemas/frame';
import type { PanelOptions } from '../options/panel-option-values';

/** How several series become one number. `last` is the newest value. */
const COMBINES = ['last', 'sum', 'avg', 'min', 'max'] as const;
export type Combine = (typeof COMBINES)[number];

/** `options.combine`; `last` if it is missing or unknown. */
export function combineOf(options: PanelOptions): Combine {
  return COMBINES.find((each) => each === options.combine) ?? 'last';
}

const NO_OTHERS: Others = { count: 0, sum: 0, min: Infinity, max: -Infinity };

/**
 * Combines values into one number.
 *
 * @param values at least one
 * @param others the values that the frame leaves out
 */
export function combineValues(
  combine: Exclude<Combine, 'last'>,
  values: readonly number[],
  others: Others = NO_OTHERS,
): number {
  const min = values.reduce((one, other) => Math.min(one, other), others.min);
  const max = values.reduce((one, other) => Math.max(one, other), others.max);
  const sum = sumOf(values) + others.sum;
  switch (combine) {
    case 'min':
      return min;
    case 'max':
      return max;
    case 'sum':
      return sum;
    case 'avg': {
      const count = values.length + others.count;
      // The sum may be infinite although the average is not.
      const average = Number.isFinite(sum)
        ? sum / count
        : sumOf(values.map((value) => value / count)) + others.sum / count;
      // Rounding must not move the average of equal values.
      return Math.min(Math.max(average, min), max);
    }
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
