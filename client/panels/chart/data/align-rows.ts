import type { ChartData } from './chart-data';
import { smallestMedianStep } from './gaps';

/**
 * Rows of different series that lie closer together than half a usual step become one, at the time of the first: bars stand
 * beside or on top of each other only within a row, and senders do not all send at the same moment.
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
