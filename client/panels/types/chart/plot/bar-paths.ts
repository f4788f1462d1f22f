import type uPlot from 'uplot';
import type { Column } from '../../../data/chart-data';
import type { FilledPath } from './filled-path';

export interface BarLayout {
  /** Where each bar starts; it ends at the value of the series. */
  readonly base: Column;
  /** The distance between rows, in ms; 0 if unknown. */
  readonly step: number;
  /** The index of this bar, and the number of bars side by side in a row. */
  readonly barIndex: number;
  readonly barCount: number;
}

/** The share of a row's width that its bars fill. */
const BAR_SHARE = 0.8;
const MAX_BAR_WIDTH = 48;

/** If bars have this much room each, they are at least `MIN_SPARSE_WIDTH` wide; CSS pixels. */
const SPARSE_FROM = 8;
const MIN_SPARSE_WIDTH = 3;

/**
 * Returns the path of bars. The time of a bucket is its start, so bars are drawn to the right of it. A single row has
 * no known length: its bars are centered at its time, within the plot.
 */
export function barPaths(
  plot: uPlot,
  index: number,
  [first, last]: readonly [number, number],
  { base, step, barIndex, barCount }: BarLayout,
): FilledPath {
  const scale = plot.series[index]?.scale ?? 'y';
  const values = plot.data[index] ?? [];
  const x = (time: number): number => plot.valToPos(time, 'x', true);
  const y = (value: number): number => plot.valToPos(value, scale, true);
  const axisMin = plot.scales[scale]?.min ?? 0;
  const widest = (MAX_BAR_WIDTH * barCount * devicePixelRatio) / BAR_SHARE;
  const rowWidth = step > 0 ? Math.min(x(step) - x(0), widest) : Math.min(widest, plot.bbox.width);
  const rowStart = (time: number): number => {
    if (step > 0) return x(time);
    const { left, width } = plot.bbox;
    return Math.max(left, Math.min(x(time) - rowWidth / 2, left + width - rowWidth));
  };
  // A few bars must be visible, however close they are.
  const isSparse = (last - first + 1) * barCount * SPARSE_FROM * devicePixelRatio <= plot.bbox.width;
  const width = Math.max(isSparse ? MIN_SPARSE_WIDTH * devicePixelRatio : 1, (rowWidth * BAR_SHARE) / barCount);
  const bars = new Path2D();
  for (let row = first; row <= last; row += 1) {
    const value = values[row];
    if (typeof value !== 'number') continue;
    const left = rowStart(plot.data[0][row] ?? 0) + (rowWidth * (1 - BAR_SHARE)) / 2 + barIndex * width;
    const [from, to] = [y(Math.max(base[row] ?? 0, axisMin)), y(value)];
    bars.rect(left, Math.min(from, to), Math.max(1, width - (width > 4 ? devicePixelRatio : 0)), Math.abs(from - to));
  }
  return { fill: bars, stroke: null, clip: null, flags: 0 };
}
