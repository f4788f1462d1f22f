import type uPlot from 'uplot';
import { formatAxisTime } from '../../ui/format/time';
import type { FormatOptions } from '../../ui/format/format-options';
import { formatValue } from '../../ui/format/value';
import type { PlotColours } from './plot-colours';
import type { PlotOptions } from './plot';
import { yIncrements } from './y-scale';

const FONT = '11.5px "Inter Variable", system-ui, sans-serif';

/** Half the width of a usual time label, in CSS pixels. */
const HALF_LABEL = 24;

/** Time below and values at the left: quiet labels, and lines only across. */
export function axesOf({ format }: PlotOptions, colours: PlotColours): uPlot.Axis[] {
  const faint = (): string => colours.get('--faint');
  // Grid values are round: they need none of the digits that keep a live value from jumping.
  const axisFormat: FormatOptions = { ...format, decimals: undefined, trim: true };
  const incrs = yIncrements(format.unit);
  return [
    {
      font: FONT,
      stroke: faint,
      size: 26,
      gap: 8,
      space: 72,
      grid: { show: false },
      ticks: { show: false },
      values: (plot, times, _axis, _space, step) =>
        times.map((time) => (isCut(plot, time) ? '' : formatAxisTime(time, step))),
    },
    {
      font: FONT,
      stroke: faint,
      gap: 10,
      space: 42,
      ...(incrs && { incrs }),
      grid: { stroke: () => colours.get('--line'), width: 1 },
      ticks: { show: false },
      values: (_plot, values) => values.map((value) => (value === 0 ? '0' : formatValue(value, axisFormat))),
      size: (plot, labels) => widest(plot, labels),
    },
  ];
}

/** Whether a label below this moment would stick out over the plot's right edge. */
function isCut(plot: uPlot, time: number): boolean {
  return plot.valToPos(time, 'x') > plot.bbox.width / devicePixelRatio - HALF_LABEL;
}

function widest(plot: uPlot, labels: readonly string[] | null): number {
  plot.ctx.save();
  plot.ctx.font = FONT;
  const width = Math.max(20, ...(labels ?? []).map((label) => plot.ctx.measureText(label).width));
  plot.ctx.restore();
  return Math.ceil(width) + 12;
}

/** Dashed lines where a state begins, with the limit in words: at the left, since what is new is at the right. */
export function drawThresholds(plot: uPlot, { thresholds, format }: PlotOptions, colours: PlotColours): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  for (const state of ['warn', 'crit'] as const) {
    const limit = thresholds?.[state];
    if (limit === undefined) continue;
    const y = Math.round(plot.valToPos(limit, 'y', true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.save();
    ctx.globalAlpha = 0.75;
    ctx.strokeStyle = ctx.fillStyle = colours.get(`--${state}`);
    ctx.lineWidth = scale;
    ctx.setLineDash([4 * scale, 5 * scale]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = FONT.replace('11.5px', `${11 * scale}px`);
    ctx.textAlign = 'left';
    ctx.fillText(`${state} ${formatValue(limit, format)}`, bbox.left + 4 * scale, y - 6 * scale);
    ctx.restore();
  }
}
