import type { Query } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { formatValue } from '../../ui/format/value';
import { formatOf, type PanelOptions } from '../options';
import { isTotal, seriesOf, withoutRawLast, type Series } from '../series';

/** Columns for a plot: the times of all rows, ascending, and for each series a value or null in each row. */
export interface ChartData {
  readonly series: readonly Series[];
  readonly times: readonly number[];
  readonly columns: readonly (readonly (number | null)[])[];
}

export function chartDataOf(frame: Frame, query: Query): ChartData {
  const series = isTotal(query) ? seriesOf(frame).map(withoutRawLast) : seriesOf(frame);
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ time }) => time)))].sort((a, b) => a - b);
  const rows = new Map(times.map((time, row) => [time, row]));
  const columns = series.map(({ points }) => {
    const column = new Array<number | null>(times.length).fill(null);
    for (const { time, value } of points) column[rows.get(time) ?? -1] = value;
    return column;
  });
  return { series, times, columns };
}

/** A stretch of time in which a series has nothing: its line is not drawn there. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** A missing value is not yet a gap: points come at uneven times, and every series' last one stands in its own row. */
const GAP_FACTOR = 3.5;
const ENOUGH_TO_JUDGE = 8;

/** Where a series was silent for much longer than it usually is. Too few points say nothing about what is usual. */
export function gapsOf({ points }: Series): readonly Gap[] {
  if (points.length < ENOUGH_TO_JUDGE) return [];
  const steps = points.slice(1).map(({ time }, index) => time - (points[index]?.time ?? time));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const gaps: Gap[] = [];
  steps.forEach((step, index) => {
    const from = points[index]?.time;
    const to = points[index + 1]?.time;
    if (step > usual * GAP_FACTOR && from !== undefined && to !== undefined) gaps.push({ from, to });
  });
  return gaps;
}

/** Points with no neighbour that a line could reach: they are drawn as dots, or nobody would see them. */
export function lonelyTimes(series: Series): ReadonlySet<number> {
  const gaps = gapsOf(series);
  const before = new Set(gaps.map(({ to }) => to)).add(series.points[0]?.time ?? NaN);
  const after = new Set(gaps.map(({ from }) => from)).add(series.points.at(-1)?.time ?? NaN);
  return new Set([...before].filter((time) => after.has(time)));
}

/** Without the hidden series (by key); `slots` says which of all series each one is. */
export function visibleOf(data: ChartData, hidden: ReadonlySet<string>): ChartData & { readonly slots: readonly number[] } {
  const slots = [...data.series.keys()].filter((slot) => !hidden.has(data.series[slot]?.key ?? ''));
  return {
    slots,
    times: data.times,
    series: slots.flatMap((slot) => data.series[slot] ?? []),
    columns: slots.map((slot) => data.columns[slot] ?? []),
  };
}

/**
 * Columns on top of each other. A series without a value in a row counts there with its value on the straight line
 * between its neighbours: rows are not the same for all series.
 */
export function stack(data: ChartData): ChartData['columns'] {
  const sums = new Array<number>(data.times.length).fill(0);
  return data.columns.map((column) =>
    interpolate(data.times, column).map((value, row) =>
      value === null ? null : (sums[row] = (sums[row] ?? 0) + value),
    ),
  );
}

function interpolate(times: readonly number[], column: readonly (number | null)[]): (number | null)[] {
  const filled = [...column];
  let last = -1;
  column.forEach((value, row) => {
    if (value === null) return;
    const [startTime, endTime, start] = [times[last] ?? 0, times[row] ?? 0, column[last] ?? value];
    for (let between = last + 1; last >= 0 && between < row; between += 1) {
      const share = ((times[between] ?? 0) - startTime) / (endTime - startTime);
      filled[between] = start + (value - start) * share;
    }
    last = row;
  });
  return filled;
}

const SPOKEN_SERIES = 4;

/** For the screen reader: each line's last value. */
export function summarizeChart(frame: Frame, query: Query, options: PanelOptions): string | undefined {
  const { series } = chartDataOf(frame, query);
  const spoken = series.slice(0, SPOKEN_SERIES).flatMap(({ label, unit, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${label} ${formatValue(last.value, formatOf(options, unit))}`];
  });
  return spoken.length === 0 ? undefined : spoken.join(', ');
}
