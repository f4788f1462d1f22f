import type { PanelOptions } from '../options';

/** How several series become one number: `last` is the newest value of all. */
const COMBINES = ['last', 'sum', 'avg', 'min', 'max'] as const;
export type Combine = (typeof COMBINES)[number];

/** `options.combine`; `last` if it is missing or unknown. */
export function combineOf(options: PanelOptions): Combine {
  return COMBINES.find((each) => each === options.combine) ?? 'last';
}

/** @param values at least one */
export function combineValues(combine: Exclude<Combine, 'last'>, values: readonly number[]): number {
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

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
