import uPlot from 'uplot';
import { lengthOf, type TimeWindow } from '../../../../../wire/range';
import type { AxisReading } from '../../../../i18n/format/axis-values';
import { barRow } from '../data/bar-row';
import type { ChartData } from '../../../data/chart-data';
import { cancelDraw, scheduleDraw } from './draw-batch';
import { scaleCanvasForZoom } from './zoomed-canvas';
import { nearestRow } from '../../../data/gaps';
import type { Plot, PlotEvents, PlotFactory, PlotOptions } from './plot';
import { axesOf, clearMeasuredWidths, axisReadingOf, scalesOf, type AxisLabels } from './plot-axes';
import { PlotColors } from './plot-colors';
import { plotDataOf, type PlotData } from './plot-data';
import { cursorMark } from './plot-marks';
import { PlotSeriesStyle } from './plot-series';
import { drawThresholds, drawThresholdLabels } from './plot-thresholds';

/** Charts of one page share their crosshair. */
const CROSSHAIR_GROUP = 'board';

/** Shorter drags count as a click, in CSS pixels. */
const MIN_DRAG_PX = 6;

/** After new data, more is likely within this time. Then the window moves together with it, to avoid two drawings. */
const NEXT_DATA_WITHIN_MS = 1_500;

export const createTimePlot: PlotFactory = (host, options, events) => new TimePlot(host, options, events);

interface PendingData {
  readonly data: ChartData;
  readonly hidden: ReadonlySet<string>;
}

/** A plot on a canvas, by uPlot. It is drawn together with the other plots of the page, and before printing. */
class TimePlot implements Plot {
  private readonly colors: PlotColors;
  private readonly style: PlotSeriesStyle;
  private readonly resized: ResizeObserver;
  private readonly draw = (): void => {
    this.drawNow();
  };
  private readonly labels: AxisLabels = new Map();
  private plot?: uPlot;
  private pendingData?: PendingData;
  private drawn?: PlotData;
  private drawnWindow?: TimeWindow;
  private window: TimeWindow = { from: 0, to: 1 };
  private dataAt = -Infinity;
  private isPointerOver = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly options: PlotOptions,
    private readonly events: PlotEvents,
  ) {
    this.colors = new PlotColors(host);
    this.style = new PlotSeriesStyle(options, this.colors, () => this.drawn);
    this.resized = new ResizeObserver(() => {
      this.fit();
    });
    this.resized.observe(host);
    host.addEventListener('pointerenter', this.pointerEntered);
    host.addEventListener('pointerleave', this.pointerLeft);
    window.addEventListener('beforeprint', this.draw);
    // Draws again once the font is loaded.
    void document.fonts.ready.then(() => {
      clearMeasuredWidths();
      this.plot?.redraw(false, true);
    });
  }

  show(data: ChartData, window: TimeWindow, hidden: ReadonlySet<string>): void {
    this.pendingData = { data, hidden };
    this.window = window;
    this.dataAt = performance.now();
    scheduleDraw(this.draw);
  }

  moveTo(window: TimeWindow): void {
    const previous = this.drawnWindow;
    this.window = window;
    const isNextStep = previous !== undefined && lengthOf(previous) === lengthOf(window);
    if (!isNextStep || performance.now() - this.dataAt > NEXT_DATA_WITHIN_MS) scheduleDraw(this.draw);
  }

  repaint(): void {
    this.colors.clear();
    this.plot?.redraw(false, false);
  }

  destroy(): void {
    cancelDraw(this.draw);
    this.resized.disconnect();
    this.host.removeEventListener('pointerenter', this.pointerEntered);
    this.host.removeEventListener('pointerleave', this.pointerLeft);
    window.removeEventListener('beforeprint', this.draw);
    this.plot?.destroy();
    this.plot = undefined;
  }

  private readonly pointerEntered = (): void => {
    this.isPointerOver = true;
  };

  private readonly pointerLeft = (): void => {
    this.isPointerOver = false;
    this.events.cursor(undefined);
  };

  private drawNow(): void {
    const { pendingData, window } = this;
    if (pendingData !== undefined) {
      this.pendingData = undefined;
      this.drawnWindow = window;
      this.drawData(plotDataOf(pendingData.data, pendingData.hidden, window, this.options));
    } else if (this.drawnWindow !== window) {
      this.drawnWindow = window;
      this.plot?.setScale('x', { min: window.from, max: window.to });
    }
  }

  private drawData(data: PlotData): void {
    const previous = this.drawn?.series;
    const isSame =
      previous?.length === data.series.length &&
      data.series.every(
        ({ key, slot, unit }, index) =>
          previous[index]?.key === key && previous[index].slot === slot && previous[index].unit === unit,
      );
    this.drawn = data;
    if (isSame && this.plot !== undefined) {
      this.plot.setData(data.aligned);
      return;
    }
    this.plot?.destroy();
    this.plot = new uPlot(this.optionsOf(data), data.aligned, this.host);
  }

  private fit(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (this.plot === undefined || width === 0 || height === 0) return;
    if (this.plot.width !== width || this.plot.height !== height) this.plot.setSize({ width, height });
  }

  private optionsOf(data: PlotData): uPlot.Options {
    // Not the bounding rectangle, which is larger if the page is zoomed, as in TV mode.
    const { clientWidth: width, clientHeight: height } = this.host;
    return {
      width,
      height,
      ms: 1,
      legend: { show: false },
      padding: [8, 2, 0, 0],
      cursor: this.cursorOptions(),
      scales: { x: { time: true, range: () => [this.window.from, this.window.to] }, ...scalesOf(this.options) },
      axes: axesOf(this.options, this.colors, this.labels),
      series: [{}, ...data.series.map((series) => this.style.seriesOf(series))],
      bands: this.style.bandsOf(data),
      hooks: {
        drawClear: [
          scaleCanvasForZoom,
          (plot) => {
            this.style.setDashes(plot);
          },
        ],
        drawAxes: [
          (plot) => {
            drawThresholds(plot, this.options, this.colors);
          },
        ],
        draw: [
          (plot) => {
            drawThresholdLabels(plot, this.options, { colors: this.colors, labels: this.labels, data: this.drawn });
          },
        ],
        setCursor: [
          (plot) => {
            this.emitCursor(plot);
          },
        ],
        setSelect: [
          (plot) => {
            this.emitSelection(plot);
          },
        ],
      },
    };
  }

  private cursorOptions(): uPlot.Cursor {
    const isMove = (type: string): boolean => type === 'mousemove' || type === 'mouseleave';
    return {
      y: false,
      drag: { x: this.options.zoom, y: false, setScale: false, dist: MIN_DRAG_PX },
      points: {
        size: 11,
        width: 0,
        fill: 'transparent',
        stroke: 'transparent',
        show: (_plot, index) => cursorMark(this.drawn?.series[index - 1]?.slot ?? 0),
      },
      // A selection belongs to one chart.
      sync: { key: CROSSHAIR_GROUP, setSeries: false, scales: ['x', null], filters: { pub: isMove, sub: isMove } },
      dataIdx: (_plot, index, row, time) => (index === 0 ? row : this.rowAt(index - 1, row, time)),
      bind: {
        dblclick: () => () => {
          this.events.back();
          return null;
        },
      },
    };
  }

  private rowAt(index: number, row: number, time: number): number | null {
    const series = this.drawn?.series[index];
    if (this.drawn === undefined || series === undefined) return null;
    const { times, step } = this.drawn;
    if (step > 0) return barRow(times, series.column, { time, step }) ?? null;
    return nearestRow(times, series.column, row, { ...series, time }) ?? null;
  }

  private emitCursor(plot: uPlot): void {
    const { left = -1, top = 0, idxs } = plot.cursor;
    if (left < 0 || this.drawn === undefined) {
      this.events.cursor(undefined);
      return;
    }
    const rows = new Map<string, number>();
    const readings = new Map<string, AxisReading>();
    const distances = new Map<string, number>();
    this.drawn.series.forEach(({ key }, index) => {
      const row = idxs?.[index + 1];
      const { scale = 'y' } = plot.series[index + 1] ?? {};
      readings.set(key, axisReadingOf(plot, this.labels, scale));
      if (typeof row !== 'number') return;
      rows.set(key, row);
      const value = plot.data[index + 1]?.[row];
      if (typeof value === 'number') distances.set(key, Math.abs(plot.valToPos(value, scale) - top));
    });
    const { width, height } = plot;
    this.events.cursor({
      left: plot.over.offsetLeft + left,
      width,
      height,
      rows,
      readings,
      distances: this.isPointerOver ? distances : undefined,
    });
  }

  private emitSelection(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < MIN_DRAG_PX) return;
    const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.events.select({ from: Math.round(from), to: Math.round(to) });
  }
}
