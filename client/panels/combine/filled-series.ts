import type { Frame } from '../../../wire/frame';
import { chartDataOf, type ChartSeries, type Column } from '../chart/data/chart-data';

/** A series with at least one value. */
export interface FilledSeries extends ChartSeries {
  readonly times: readonly number[];
  readonly column: Column;
  /** The rows of its first and its last value. */
  readonly first: number;
  readonly last: number;
}

/** Used by the panel, by its summary, and to check whether there is a number at all. */
const cache = new WeakMap<Frame, readonly FilledSeries[]>();

export function filledSeriesOf(frame: Frame): readonly FilledSeries[] {
  let series = cache.get(frame);
  if (series === undefined) cache.set(frame, (series = findFilledSeries(frame)));
  return series;
}

function findFilledSeries(frame: Frame): readonly FilledSeries[] {
  const { series, times, columns } = chartDataOf(frame);
  return series.flatMap((each, index) => {
    const column = columns[index] ?? [];
    const first = column.findIndex((value) => value !== null);
    if (first < 0) return [];
    return [{ ...each, times, column, first, last: column.findLastIndex((value) => value !== null) }];
  });
}
