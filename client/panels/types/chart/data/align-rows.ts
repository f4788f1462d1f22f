import type { ChartData } from '../../../data/chart-data';
import { smallestMedianStep } from '../../../data/gaps';

/**
 * Merges rows of different series that are closer than half a typical step into one row at the time of the first. Bars
 * are placed side by side or stacked only within a row, and senders do not send at exactly the same time.
 */
export function alignRows(data: ChartData): ChartData {
  const { series, times, columns } = data;
  const reach = smallestMedianStep(times, columns) / 2;
  const starts: number[] = [];
  const rowOf = times.map((time, row) => {
    const start = starts.at(-1);
    const joins =
      start !== undefined &&
      time - (times[start] ?? 0) < reach &&
      columns.every(
        (column) => (column[row] ?? null) === null || column.slice(start, row).every((each) => each === null),
      );
    if (!joins) starts.push(row);
    return starts.length - 1;
  });
  if (starts.length === times.length) return data;
  return {
    series,
    times: starts.map((row) => times[row] ?? 0),
    columns: columns.map((column) => {
      const aligned = new Array<number | null>(starts.length).fill(null);
      column.forEach((value, row) => {
        if (value !== null) aligned[rowOf[row] ?? 0] = value;
      });
      return aligned;
    }),
  };
}
