import type { Others } from '../../../wire/frame';
import type { PanelOptions } from '../options';

/** How several series become one number: `last` is the newest value of all. */
const COMBINES = ['last', 'sum', 'avg', 'min', 'max'] as const;
export type Combine = (typeof COMBINES)[number];

/** `options.combine`; `last` if it is missing or unknown. */
export function combineOf(options: PanelOptions): Combine {
  return COMBINES.find((each) => each === options.combine) ?? 'last';
}

/**
 * @param values at least one
 * @param others what the frame leaves out of them
 */
export function combineValues(combine: Exclude<Combine, 'last'>, values: readonly number[], others?: Others): number {
  if (others) return combineAll(combine, values, others);
  switch (combine) {
    case 'sum':
      return sumOf(values);
    case 'avg': {
      const sum = sumOf(values);
      // The sum may be beyond all numbers where the average is not.
      const average = Number.isFinite(sum) ? sum / values.length : sumOf(values.map((value) => value / values.length));
      // Rounding must not make the average of equal values another one.
      return Math.min(Math.max(average, combineValues('min', values)), combineValues('max', values));
    }
    case 'min':
      return values.reduce((one, other) => Math.min(one, other));
    case 'max':
      return values.reduce((one, other) => Math.max(one, other));
  }
}

function combineAll(combine: Exclude<Combine, 'last'>, values: readonly number[], others: Others): number {
  const shown = combineValues(combine, values);
  switch (combine) {
    case 'sum':
      return shown + others.sum;
    case 'avg': {
      const count = values.length + others.count;
      const average = shown * (values.length / count) + others.sum / count;
      return Math.min(Math.max(average, combineAll('min', values, others)), combineAll('max', values, others));
    }
    case 'min':
      return Math.min(shown, others.min);
    case 'max':
      return Math.max(shown, others.max);
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
