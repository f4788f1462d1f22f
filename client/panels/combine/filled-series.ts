import type { Frame } from '../../../wire/schemas/frame';
import { chartDataOf, type ChartSeries, type Column } from '../data/chart-data';

/** A series with at least one value. */
export interface FilledSeries extends ChartSeries {
  readonly times: readonly number[];
  readonly column: Column;
  /** The rows of the first and the last value. */
  readonly first: number;
  readonly last: number;
}

/** Several readers use the series of a frame: the panel, its summary, and the check for a number. */
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
