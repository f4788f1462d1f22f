import type { Column } from '../../../data/chart-data';

/**
 * Returns the row whose bar covers a time. A bar starts at the time of its row and is one step long. Undefined if the
 * series has no bar there.
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
