import type uPlot from 'uplot';
import { formatAxisTime } from '../../ui/format/time';
import type { FormatOptions } from '../../ui/format/format-options';
import { formatValue } from '../../ui/format/value';
import type { PlotColours } from './plot-colours';
import type { PlotAxis, PlotOptions } from './plot';
import { barRange, logRange, yIncrements, yRange } from './y-scale';

export const PLOT_FONT = '11.5px "Inter Variable", system-ui, sans-serif';

/** Half the width of a usual time label, in CSS pixels. */
const HALF_LABEL = 24;

/** The scale of each value axis. */
const Y_SCALES = ['y', 'y2'] as const;

/** Which scale a series of this unit is measured by. */
export function scaleOf({ axes }: PlotOptions, unit: string | undefined): string {
  return Y_SCALES[axes.findIndex((axis) => axis.unit === unit)] ?? 'y';
}

/** uPlot's names for left and right are const enums, which are not there at run time. */
const SIDES = [3, 1];

export function scalesOf({ axes, style, log, bounds }: PlotOptions): Record<string, uPlot.Scale> {
  const range = log ? logRange : style === 'bars' ? barRange : yRange;
  return Object.fromEntries(
    axes.map((_axis, index) => [
      Y_SCALES[index] ?? 'y',
      {
        distr: log ? (3 as const) : (1 as const),
        range: (_plot: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax =>
          range(low ?? 0, high ?? 0, index === 0 ? bounds : {}),
      },
    ]),
  );
}

/** Time below and values at the left, of a second unit at the right: quiet labels, and lines only across. */
export function axesOf({ axes, log }: PlotOptions, colours: PlotColours): uPlot.Axis[] {
  return [
    timeAxis(colours),
    ...axes.map((axis, index) => Object.assign(valueAxis(axis, { log, index, colours }), { side: SIDES[index] })),
  ];
}

function timeAxis(colours: PlotColours): uPlot.Axis {
  return {
    font: PLOT_FONT,
    stroke: () => colours.get('--faint'),
    size: 26,
    gap: 8,
    space: 72,
    grid: { show: false },
    ticks: { show: false },
    values: (plot, times, _axis, _space, step) =>
      times.map((time) => (isCut(plot, time) ? '' : formatAxisTime(time, step))),
  };
}

interface AxisPlace {
  readonly log: boolean;
  readonly index: number;
  readonly colours: PlotColours;
}

function valueAxis({ format }: PlotAxis, { log, index, colours }: AxisPlace): uPlot.Axis {
  // Grid values are round: they need none of the digits that keep a live value from jumping.
  const axisFormat: FormatOptions = { ...format, decimals: undefined, trim: true };
  const incrs = log ? undefined : yIncrements(format.unit);
  return {
    scale: Y_SCALES[index] ?? 'y',
    font: PLOT_FONT,
    stroke: () => colours.get('--faint'),
    gap: 10,
    space: 42,
    ...(incrs && { incrs }),
    ...(log && { filter: powersOfTen }),
    grid: {
      show: index === 0,
      stroke: () => colours.get('--line'),
      width: 1,
      ...(log && { filter: powersOfTen }),
    },
    ticks: { show: false },
    values: (_plot, values: (number | null)[]) =>
      values.map((value) => (value === null ? '' : value === 0 ? '0' : formatValue(value, axisFormat))),
    size: (plot, labels) => widest(plot, labels),
  };
}

/** A logarithmic axis has lines between, too: more than a calm chart can bear. */
function powersOfTen(_plot: uPlot, values: number[]): (number | null)[] {
  return values.map((value) => (Number.isInteger(Math.round(Math.log10(value) * 1e9) / 1e9) ? value : null));
}

/** Whether a label below this moment would stick out over the plot's right edge. */
function isCut(plot: uPlot, time: number): boolean {
  return plot.valToPos(time, 'x') > plot.bbox.width / devicePixelRatio - HALF_LABEL;
}

const measured = new Map<string, number>();
const MEASURED_MOST = 2_000;

/** Measuring a text costs more than drawing it, and axes say the same things again and again. */
function widest(plot: uPlot, labels: readonly string[] | null): number {
  if (measured.size > MEASURED_MOST) measured.clear();
  return Math.ceil(Math.max(20, ...(labels ?? []).map((label) => widthOf(plot, label)))) + 12;
}

function widthOf({ ctx }: uPlot, label: string): number {
  let width = measured.get(label);
  if (width === undefined) {
    ctx.save();
    ctx.font = PLOT_FONT;
    width = ctx.measureText(label).width;
    ctx.restore();
    measured.set(label, width);
  }
  return width;
}

/** The font has changed: what was measured before was another one. */
export function forgetWidths(): void {
  measured.clear();
}
