import type { Column } from './chart-data';

/**
 * The row whose bar covers a time: bars begin at the time of their row and are one step long. Undefined where the series has no
 * bar.
 *
 * @param time ms since 1970
 * @param step distance between the bars of a series, in ms
 */
export function barRow(
  times: readonly number[],
  column: Column,
  { time, step }: { readonly time: number; readonly step: number },
): number | undefined {
  const row = times.findLastIndex((start, index) => start <= time && typeof column[index] === 'number');
  return row >= 0 && time - (times[row] ?? 0) < step ? row : undefined;
}
