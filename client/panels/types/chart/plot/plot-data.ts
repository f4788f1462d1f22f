import type uPlot from 'uplot';
import type { TimeWindow } from '../../../../../wire/range';
import { visibleData, type ChartData, type Column, type VisibleData } from '../../../data/chart-data';
import { UNLIMITED_DISTANCE, continuityOf, smallestMedianStep, type SeriesContinuity } from '../../../data/gaps';
import type { PlotOptions } from './plot';
import { stackAreas, stackBars, type StackedSeries } from '../data/stacked-series';

/** A visible series with everything that is computed before drawing, so that a redraw need not compute it again. */
export interface PlotSeries extends SeriesContinuity {
  readonly slot: number;
  readonly key: string;
  readonly unit?: string;
  /** The original values; the plot may draw them stacked. */
  readonly column: Column;
  readonly base: Column;
}

export interface PlotData {
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly aligned: uPlot.AlignedData;
  /** The typical distance between bars, in ms; 0 unless a series has two bars. */
  readonly step: number;
  /** The number of rows within the time window. */
  readonly rowsInWindow: number;
}

const EMPTY: Column = [];

export function plotDataOf(
  data: ChartData,
  hidden: ReadonlySet<string>,
  window: TimeWindow,
  options: PlotOptions,
): PlotData {
  const visible = visibleData(data, hidden);
  const { times } = visible;
  const stacked = stackOf(visible, options);
  const series = visible.series.map(({ key, unit }, index): PlotSeries => {
    const column = visible.columns[index] ?? EMPTY;
    const continuity = continuityOf(times, column);
    return {
      slot: visible.slots[index] ?? index,
      key,
      unit,
      column,
      base: stacked?.bases[index] ?? EMPTY,
      ...(options.connectNulls
        ? { gaps: [], isolated: continuity.isolated, maxDistance: UNLIMITED_DISTANCE }
        : continuity),
    };
  });
  const drawn = stacked?.tops ?? visible.columns;
  return {
    times,
    series,
    // uPlot does not modify the arrays.
    aligned: [times, ...(options.log ? drawn.map(positiveOnly) : drawn)] as uPlot.AlignedData,
    step: options.style === 'bars' ? smallestMedianStep(times, visible.columns) : 0,
    rowsInWindow: times.filter((time) => time >= window.from && time <= window.to).length,
  };
}

function stackOf(visible: VisibleData, { stacked, style }: PlotOptions): StackedSeries | undefined {
  if (!stacked) return undefined;
  return style === 'bars' ? stackBars(visible) : stackAreas(visible);
}

/** Returns only the positive values: others have no logarithm. */
function positiveOnly(column: Column): (number | null)[] {
  return column.map((value) => (value !== null && value > 0 ? value : null));
}
