import type uPlot from 'uplot';
import type { AxisReading } from '../../../../i18n/format/axis-values';
import { timeTicks, type TimeTicks } from '../../../../i18n/format/axis-times';
import type { PlotColors } from './plot-colors';
import type { PlotAxis, PlotOptions } from './plot';
import { yLabels, type YLabels } from '../y-axis/y-labels';
import { barRange, logBarRange, logRange, yRange, type YRange } from '../../../drawing/y-scale';

/** Whole pixels: uPlot misreads fractions, and uses another font size on high-resolution screens. */
export const PLOT_FONT_SIZE = 12;
export const PLOT_FONT = `${PLOT_FONT_SIZE}px "Inter Variable", system-ui, sans-serif`;

/** The minimum distance between two labels of a value axis, in CSS pixels. */
const LABEL_SPACE = 42;

/** The minimum distance between two time labels, from center to center and from end to end, in CSS pixels. */
const TIME_LABEL_SPACE = 72;
const TIME_LABEL_GAP = 14;

/** The uPlot scale of each value axis. */
const Y_SCALES = ['y', 'y2'] as const;

/** Returns the scale of series with this unit. */
export function scaleOf({ axes }: PlotOptions, unit: string | undefined): string {
  return Y_SCALES[axes.findIndex((axis) => axis.unit === unit)] ?? 'y';
}

/** The values of uPlot's const enums for left and right, which do not exist at run time. */
const SIDES = [3, 1];

/**
 * Returns the scales of the values, and for each of them a scale from 0 to 1 for its axis. uPlot's own search for grid
 * lines does not end, or finds none, for numbers that are extremely large or close together.
 */
export function scalesOf({ axes, style, log, bounds }: PlotOptions): Record<string, uPlot.Scale> {
  const bars = style === 'bars';
  const range = log ? (bars ? logBarRange : logRange) : bars ? barRange : yRange;
  const scales: Record<string, uPlot.Scale> = {};
  axes.forEach((_axis, index) => {
    const scale = Y_SCALES[index] ?? 'y';
    const fit = (_plot: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax =>
      range(low ?? 0, high ?? 0, index === 0 ? bounds : {});
    scales[scale] = Object.assign<uPlot.Scale, object>({ range: fit }, log ? LOGARITHMIC : HALVING);
    scales[axisScaleName(scale)] = { auto: false, min: 0, max: 1, range: [0, 1] };
  });
  return scales;
}

const LOGARITHMIC = { distr: 3 };

/** The difference of two finite numbers may be infinite; the difference of their halves is not. */
const HALVING = { distr: 100, fwd: (value: number) => value / 2, bwd: (value: number) => value * 2 };

function axisScaleName(scale: string): string {
  return `${scale} axis`;
}

/** Returns the ends of a value axis. */
export function rangeOf({ scales }: uPlot, scale = 'y'): YRange {
  const { min = 0, max = 1 } = scales[scale] ?? {};
  return [min, max];
}

/** Returns how precisely values can be read from a scale: to the minimum distance of its labels. */
export function axisReadingOf(plot: uPlot, labels: AxisLabels, scale = 'y'): AxisReading {
  const [min, max] = rangeOf(plot, scale);
  const share = (LABEL_SPACE * devicePixelRatio) / plot.bbox.height;
  return { step: max * share - min * share, scale: labels.get(scale)?.scale };
}

/** The last drawn labels of each value axis, by scale. */
export type AxisLabels = Map<string, YLabels>;

/**
 * Returns the axes: time at the bottom, values on the left, a second unit on the right. Only horizontal grid lines are
 * drawn.
 *
 * @param labels receives the drawn labels
 */
export function axesOf({ axes, log }: PlotOptions, colors: PlotColors, labels: AxisLabels): uPlot.Axis[] {
  return [
    timeAxis(colors),
    ...axes.map((axis, index) =>
      Object.assign(valueAxis(axis, { log, index, colors, labels }), { side: SIDES[index] }),
    ),
  ];
}

function timeAxis(colors: PlotColors): uPlot.Axis {
  let ticks: TimeTicks = { times: [], labels: [] };
  return {
    font: PLOT_FONT,
    stroke: () => colors.get('--faint'),
    size: 26,
    gap: 8,
    grid: { show: false },
    ticks: { show: false },
    // uPlot's own ticks are wrong at daylight saving changes. This single increment always fits.
    incrs: (_plot, _axis, min, max) => [max - min],
    splits: (plot, _axis, from, to) => {
      const perMs = widthInCssPixels(plot) / (to - from);
      const fits = ({ times, labels }: TimeTicks): boolean => {
        const widths = labels.map((text) => widthOf(plot, text));
        return times.every((time, index) => {
          const [before = -Infinity, width = 0, beforeWidth = 0] = [times[index - 1], widths[index], widths[index - 1]];
          return (time - before) * perMs >= (width + beforeWidth) / 2 + TIME_LABEL_GAP;
        });
      };
      ticks = timeTicks({ from, to }, widthInCssPixels(plot) / TIME_LABEL_SPACE, fits);
      return [...ticks.times];
    },
    values: (plot) => ticks.labels.map((text, index) => (isCut(plot, ticks.times[index] ?? 0, text) ? '' : text)),
  };
}

function widthInCssPixels({ bbox }: uPlot): number {
  return bbox.width / devicePixelRatio;
}

interface ValueAxisContext {
  readonly log: boolean;
  readonly index: number;
  readonly colors: PlotColors;
  readonly labels: AxisLabels;
}

function valueAxis({ format }: PlotAxis, { log, index, colors, labels }: ValueAxisContext): uPlot.Axis {
  const scale = Y_SCALES[index] ?? 'y';
  return {
    scale: axisScaleName(scale),
    font: PLOT_FONT,
    stroke: () => colors.get('--faint'),
    gap: 10,
    space: LABEL_SPACE,
    grid: { show: index === 0, stroke: () => colors.get('--line'), width: 1 },
    ticks: { show: false },
    splits: (plot, _axis, _min, _max, step, stepLength) => {
      const space = (LABEL_SPACE * step) / stepLength;
      const found = yLabels(rangeOf(plot, scale), { format, log, space }, labels.get(scale));
      labels.set(scale, found);
      return [...found.shares];
    },
    values: () => [...(labels.get(scale)?.labels ?? [])],
    size: (plot, values) => widest(plot, values),
  };
}

/** Whether a label at this time would extend beyond the canvas. */
function isCut(plot: uPlot, time: number, text: string): boolean {
  const place = plot.bbox.left / devicePixelRatio + plot.valToPos(time, 'x');
  const half = widthOf(plot, text) / 2;
  return place < half || place + half > plot.width;
}

const measuredWidths = new Map<string, number>();
const MAX_MEASURED = 2_000;

/** Measuring a text is slower than drawing it, and axes repeat their labels. */
function widest(plot: uPlot, labels: readonly string[] | null): number {
  if (measuredWidths.size > MAX_MEASURED) measuredWidths.clear();
  return Math.ceil(Math.max(20, ...(labels ?? []).map((label) => widthOf(plot, label)))) + 12;
}

function widthOf({ ctx }: uPlot, label: string): number {
  let width = measuredWidths.get(label);
  if (width === undefined) {
    ctx.save();
    ctx.font = PLOT_FONT;
    width = ctx.measureText(label).width;
    ctx.restore();
    measuredWidths.set(label, width);
  }
  return width;
}

/** Clears the widths that were measured with another font. */
export function clearMeasuredWidths(): void {
  measuredWidths.clear();
}
