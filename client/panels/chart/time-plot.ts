import uPlot from 'uplot';
import { gapsOf, lonelyTimes, stack, visibleOf, type ChartData } from './chart-data';
import type { Plot, PlotCursor, PlotFactory, PlotOptions, TimeWindow } from './plot';
import { axesOf, drawThresholds } from './plot-axes';
import { PlotColours } from './plot-colours';
import { yRange } from './y-scale';

/** Charts of one page share their crosshair: the same moment, everywhere. */
const CROSSHAIR = 'board';

export const createTimePlot: PlotFactory = (host, options, onCursor) => new TimePlot(host, options, onCursor);

/** The plot of a chart on a canvas, by uPlot. */
class TimePlot implements Plot {
  private readonly colours: PlotColours;
  private readonly resized: ResizeObserver;
  private plot?: uPlot;
  private drawn?: ReturnType<typeof visibleOf>;
  private window: TimeWindow = { from: 0, to: 1 };
  private pointed = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly options: PlotOptions,
    private readonly onCursor: (cursor: PlotCursor | undefined) => void,
  ) {
    this.colours = new PlotColours(host);
    this.resized = new ResizeObserver(() => {
      this.fit();
    });
    this.resized.observe(host);
    host.addEventListener('pointerenter', this.pointerEntered);
    host.addEventListener('pointerleave', this.pointerLeft);
    // The canvas draws with whatever font is there; once Inter has come, it draws again.
    void document.fonts.ready.then(() => {
      this.plot?.redraw(false, true);
    });
  }

  show(data: ChartData, window: TimeWindow, hidden: ReadonlySet<string>): void {
    const before = this.drawn;
    const visible = visibleOf(data, hidden);
    this.drawn = visible;
    this.window = window;
    const columns = this.columnsOf(visible);
    const same =
      before?.slots.length === visible.slots.length &&
      visible.series.every(
        ({ key }, index) => before.series[index]?.key === key && before.slots[index] === visible.slots[index],
      );
    if (same && this.plot !== undefined) {
      this.plot.setData(columns);
      return;
    }
    this.plot?.destroy();
    this.plot = new uPlot(this.optionsOf(visible), columns, this.host);
  }

  moveTo(window: TimeWindow): void {
    this.window = window;
    this.plot?.setScale('x', { min: window.from, max: window.to });
  }

  repaint(): void {
    this.colours.forget();
    this.plot?.redraw(false, false);
  }

  destroy(): void {
    this.resized.disconnect();
    this.host.removeEventListener('pointerenter', this.pointerEntered);
    this.host.removeEventListener('pointerleave', this.pointerLeft);
    this.plot?.destroy();
    this.plot = undefined;
  }

  private readonly pointerEntered = (): void => {
    this.pointed = true;
  };

  private readonly pointerLeft = (): void => {
    this.pointed = false;
    this.onCursor(undefined);
  };

  private fit(): void {
    const { width, height } = this.host.getBoundingClientRect();
    if (this.plot === undefined || width === 0 || height === 0) return;
    if (this.plot.width !== width || this.plot.height !== height) this.plot.setSize({ width, height });
  }

  private columnsOf(visible: ChartData): uPlot.AlignedData {
    const columns = this.options.fill === 'stack' ? stack(visible) : visible.columns;
    return [[...visible.times], ...columns.map((column) => [...column])];
  }

  private optionsOf(visible: ReturnType<typeof visibleOf>): uPlot.Options {
    const { width, height } = this.host.getBoundingClientRect();
    const stacked = this.options.fill === 'stack';
    return {
      width,
      height,
      ms: 1,
      legend: { show: false },
      padding: [8, 2, 0, 0],
      cursor: {
        y: false,
        drag: { x: false, y: false, setScale: false },
        points: { size: 8, width: 2, stroke: () => this.colours.get('--surface') },
        sync: { key: CROSSHAIR, setSeries: false, scales: ['x', null] },
        dataIdx: (_plot, series, _row, time) => (series === 0 ? _row : this.nearestRow(series - 1, time)),
      },
      scales: {
        x: { time: true, range: () => [this.window.from, this.window.to] },
        y: { range: (_plot, low, high) => yRange(low, high, this.options.bounds) },
      },
      axes: axesOf(this.options, this.colours),
      series: [{}, ...visible.slots.map((slot) => this.seriesOf(slot))],
      bands: stacked
        ? visible.slots.slice(1).map((slot, index) => ({
            series: [index + 2, index + 1] as uPlot.Band.Bounds,
            fill: () => this.colours.line(slot, 0.26),
          }))
        : [],
      hooks: {
        drawAxes: [
          (plot) => {
            drawThresholds(plot, this.options, this.colours);
          },
        ],
        setCursor: [
          (plot) => {
            this.tellCursor(plot);
          },
        ],
      },
    };
  }

  private seriesOf(slot: number): uPlot.Series {
    const own = (index: number): ChartData['series'][number] | undefined => this.drawn?.series[index - 1];
    return {
      width: 1.8,
      stroke: () => this.colours.line(slot),
      fill: (plot, index) => this.fillOf(plot, index, slot),
      // From the ninth series on colours come again: as dashes.
      dash: slot >= 8 ? [5, 4] : undefined,
      gaps: (plot, index) => {
        const series = own(index);
        return (series === undefined ? [] : gapsOf(series)).map(({ from, to }): [number, number] => [
          Math.round(plot.valToPos(from, 'x', true)),
          Math.round(plot.valToPos(to, 'x', true)),
        ]);
      },
      points: {
        show: true,
        size: 5,
        fill: () => this.colours.line(slot),
        filter: (_plot, index) => {
          const series = own(index);
          if (series === undefined || this.drawn === undefined) return [];
          const lonely = lonelyTimes(series);
          return this.drawn.times.flatMap((time, row) => (lonely.has(time) ? [row] : []));
        },
      },
    };
  }

  private fillOf(plot: uPlot, index: number, slot: number): CanvasGradient | string {
    if (this.options.fill === 'none') return 'transparent';
    // Above the lowest series of a stack the bands fill.
    if (this.options.fill === 'stack') return index === 1 ? this.colours.line(slot, 0.26) : 'transparent';
    const { top, height } = plot.bbox;
    const gradient = plot.ctx.createLinearGradient(0, top, 0, top + Math.max(1, height));
    gradient.addColorStop(0, this.colours.line(slot, 0.24));
    gradient.addColorStop(1, this.colours.line(slot, 0));
    return gradient;
  }

  private nearestRow(index: number, time: number): number | null {
    const points = this.drawn?.series[index]?.points ?? [];
    let best: number | undefined;
    for (const point of points) {
      if (best === undefined || Math.abs(point.time - time) < Math.abs(best - time)) best = point.time;
    }
    return best === undefined ? null : (this.drawn?.times.indexOf(best) ?? null);
  }

  private tellCursor(plot: uPlot): void {
    const { left = -1, idxs } = plot.cursor;
    if (!this.pointed || left < 0 || this.drawn === undefined) return;
    const rows = new Map<string, number>();
    this.drawn.series.forEach(({ key }, index) => {
      const row = idxs?.[index + 1];
      if (typeof row === 'number') rows.set(key, row);
    });
    const offset = plot.over.offsetLeft;
    this.onCursor({ left: offset + left, width: plot.width, rows });
  }
}
