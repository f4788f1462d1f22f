import type { Query } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { formatValue } from '../../ui/format/value';
import { formatOf, type PanelOptions } from '../options';
import { seriesOf, type Series } from '../series';

/** Columns for a plot: the times of all rows, ascending, and for each series a value or null in each row. */
export interface ChartData {
  readonly series: readonly Series[];
  readonly times: readonly number[];
  readonly columns: readonly (readonly (number | null)[])[];
}

export function chartDataOf(frame: Frame): ChartData {
  const series = seriesOf(frame);
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
export function gapsOf(series: Series): readonly Gap[] {
  const { points } = series;
  if (points.length < ENOUGH_TO_JUDGE) return [];
  const longest = usualStep(series) * GAP_FACTOR;
  return points.flatMap(({ time }, index) => {
    const before = points[index - 1];
    return before !== undefined && time - before.time > longest ? [{ from: before.time, to: time }] : [];
  });
}

/** The median distance between points, in ms. */
function usualStep({ points }: Series): number {
  const steps = points.slice(1).map(({ time }, index) => time - (points[index]?.time ?? time));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
}

/** Points with no neighbour that a line could reach: they are drawn as dots, or nobody would see them. */
export function lonelyTimes(series: Series): ReadonlySet<number> {
  const gaps = gapsOf(series);
  const before = new Set(gaps.map(({ to }) => to)).add(series.points[0]?.time ?? NaN);
  const after = new Set(gaps.map(({ from }) => from)).add(series.points.at(-1)?.time ?? NaN);
  return new Set([...before].filter((time) => after.has(time)));
}

/** Without the hidden series (by key); `slots` says which of all series each one is. */
export function visibleOf(
  data: ChartData,
  hidden: ReadonlySet<string>,
): ChartData & { readonly slots: readonly number[] } {
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
  return data.series.map((series, index) => {
    const between = interpolate(data.times, data.columns[index] ?? []);
    return holdEnds(data.times, between, series).map((value, row) =>
      value === null ? null : (sums[row] = (sums[row] ?? 0) + value),
    );
  });
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

/** A series that just has no row of its own at the very end goes on with its last value, or the sum would drop there. */
function holdEnds(times: readonly number[], filled: (number | null)[], series: Series): (number | null)[] {
  const first = series.points[0];
  const last = series.points.at(-1);
  if (first === undefined || last === undefined) return filled;
  const reach = usualStep(series) * GAP_FACTOR;
  return filled.map((value, row) => {
    const time = times[row] ?? 0;
    if (time < first.time && first.time - time <= reach) return first.value;
    return time > last.time && time - last.time <= reach ? last.value : value;
  });
}

const SPOKEN_SERIES = 4;

/** For the screen reader: each line's last value. */
export function summarizeChart(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const series = seriesOf(frame).slice(0, SPOKEN_SERIES);
  const spoken = series.flatMap(({ label, unit, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${label} ${formatValue(last.value, formatOf(options, query, unit))}`];
  });
  return spoken.length === 0 ? undefined : spoken.join(', ');
}
