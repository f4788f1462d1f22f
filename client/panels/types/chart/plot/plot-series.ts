import uPlot from 'uplot';
import { PALETTE_SIZE } from '../../../drawing/palette';
import { barPaths } from './bar-paths';
import type { FilledPath } from './filled-path';
import type { Gap } from '../../../data/gaps';
import { linePaths } from './line-paths';
import type { PlotOptions } from './plot';
import { scaleOf } from './plot-axes';
import type { PlotColors } from './plot-colors';
import type { PlotData, PlotSeries } from './plot-data';
import { markPaths } from './plot-marks';

const MARK_SIZE = 6.5;
const LINE_WIDTH = 1.8;
/** A dash and the gap after it, in CSS pixels. */
const DASH = [5, 4];

/** Points with this much room each, in CSS pixels, are drawn as marks. */
const SPARSE_FROM = 22;

/**
 * How series are drawn.
 *
 * @param drawn returns the data that is drawn now: the plot outlives its data
 */
export class PlotSeriesStyle {
  private readonly stackedPaths = uPlot.paths.linear?.();
  /** Whether a line is hardly wider than a device pixel. */
  private readonly asHairlines: boolean;

  constructor(
    private readonly options: PlotOptions,
    private readonly colors: PlotColors,
    private readonly drawn: () => PlotData | undefined,
  ) {
    this.asHairlines = !options.stacked && LINE_WIDTH * devicePixelRatio < 2;
  }

  seriesOf({ slot, unit }: PlotSeries): uPlot.Series {
    const bars = this.options.style === 'bars';
    return {
      scale: scaleOf(this.options, unit),
      width: bars ? 0 : this.asHairlines ? 1 : LINE_WIDTH,
      stroke: () => this.colors.line(slot),
      fill: (plot, index) => this.fillOf(plot, index, slot),
      paths: (plot, index, first, last) =>
        bars ? this.bars(plot, index, [first, last]) : this.linePathsOf(plot, index, [first, last]),
      gaps: (plot, index) => gapsIn(plot, this.seriesAt(index)?.gaps ?? []),
      points: {
        show: !bars,
        size: MARK_SIZE,
        width: 0,
        fill: () => this.colors.line(slot),
        filter: (plot, index) => (bars ? null : [...this.rowsWithMark(plot, index)]),
        paths: (plot, index, _first, _last, rows) => markPaths(plot, index, rows ?? [], { slot, size: MARK_SIZE }),
      },
    };
  }

  /** Returns the bands between stacked lines. */
  bandsOf({ series }: PlotData): uPlot.Band[] {
    if (!this.options.stacked || this.options.style !== 'area') return [];
    return series.slice(1).map(({ slot }, index) => ({
      series: [index + 2, index + 1],
      fill: () => this.colors.line(slot, 0.3),
    }));
  }

  /**
   * From the ninth series on, colors repeat, so lines are dashed unless areas distinguish them. uPlot takes dash
   * lengths in device pixels, so they are set before each drawing.
   */
  setDashes({ series }: uPlot): void {
    this.drawn()?.series.forEach(({ slot }, index) => {
      const drawn = series[index + 1];
      if (drawn === undefined || this.options.stacked || slot < PALETTE_SIZE) return;
      drawn.dash = DASH.map((length) => length * devicePixelRatio);
    });
  }

  private seriesAt(index: number): PlotSeries | undefined {
    return this.drawn()?.series[index - 1];
  }

  /** uPlot fills bands between stacked lines, and requires its own line paths for that. */
  private linePathsOf(plot: uPlot, index: number, rows: readonly [number, number]): uPlot.Series.Paths | null {
    if (this.options.stacked) return this.stackedPaths?.(plot, index, ...rows) ?? null;
    return linePaths(plot, index, rows, {
      gaps: gapsIn(plot, this.seriesAt(index)?.gaps ?? []),
      area: this.options.style === 'area',
      asHairlines: this.asHairlines,
    });
  }

  private bars(plot: uPlot, index: number, rows: readonly [number, number]): FilledPath | null {
    const data = this.drawn();
    const seriesAt = this.seriesAt(index);
    if (data === undefined || seriesAt === undefined) return null;
    const [barIndex, barCount] = this.options.stacked ? [0, 1] : [index - 1, data.series.length];
    return barPaths(plot, index, rows, { base: seriesAt.base, step: data.step, barIndex, barCount });
  }

  private rowsWithMark(plot: uPlot, index: number): readonly number[] {
    const data = this.drawn();
    const seriesAt = this.seriesAt(index);
    if (data === undefined || seriesAt === undefined) return [];
    if (data.rowsInWindow * SPARSE_FROM > plot.width) return seriesAt.isolated;
    return seriesAt.column.flatMap((value, row) => (value === null ? [] : [row]));
  }

  private fillOf(plot: uPlot, index: number, slot: number): CanvasGradient | string {
    const { style, stacked } = this.options;
    if (style === 'bars') return this.colors.line(slot, 0.85);
    if (style === 'line') return 'transparent';
    // Bands fill the series above the lowest one.
    if (stacked) return index === 1 ? this.colors.line(slot, 0.3) : 'transparent';
    const { top, height } = plot.bbox;
    const gradient = plot.ctx.createLinearGradient(0, top, 0, top + Math.max(1, height));
    gradient.addColorStop(0, this.colors.line(slot, 0.24));
    gradient.addColorStop(1, this.colors.line(slot, 0));
    return gradient;
  }
}

/** Returns gaps in device pixels. */
function gapsIn(plot: uPlot, gaps: readonly Gap[]): [number, number][] {
  return gaps.map(({ from, to }) => [
    Math.round(plot.valToPos(from, 'x', true)),
    Math.round(plot.valToPos(to, 'x', true)),
  ]);
}
