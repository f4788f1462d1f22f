import type uPlot from 'uplot';
import { formatValue } from '../../ui/format/value';
import { lowIsBad, type Thresholds } from '../thresholds';
import type { PlotOptions } from './plot';
import { PLOT_FONT } from './plot-axes';
import type { PlotColours } from './plot-colours';

export interface ThresholdBand {
  readonly state: 'warn' | 'crit';
  readonly from: number;
  readonly to: number;
}

/** From where to where each state reaches, within the axis. */
export function bandsOf(thresholds: Thresholds, [min, max]: readonly [number, number]): readonly ThresholdBand[] {
  const { warn, crit } = thresholds;
  const low = lowIsBad(thresholds);
  const end = low ? min : max;
  const bands = [
    { state: 'warn' as const, limit: warn, until: crit ?? end },
    { state: 'crit' as const, limit: crit, until: end },
  ];
  return bands.flatMap(({ state, limit, until }) => {
    if (limit === undefined) return [];
    const from = Math.max(min, Math.min(limit, until));
    const to = Math.min(max, Math.max(limit, until));
    return to > from ? [{ state, from, to }] : [];
  });
}

/** Thresholds behind the lines: bands where a state reaches, dashed lines where it begins, in words. */
export function drawThresholds(plot: uPlot, options: PlotOptions, colours: PlotColours): void {
  const { thresholds, thresholdStyle } = options;
  if (thresholds === undefined) return;
  if (thresholdStyle !== 'line') drawBands(plot, thresholds, colours);
  for (const state of ['warn', 'crit'] as const) {
    const limit = thresholds[state];
    if (limit !== undefined) drawLimit(plot, { state, limit, dashed: thresholdStyle !== 'band' }, options, colours);
  }
}

function drawBands(plot: uPlot, thresholds: Thresholds, colours: PlotColours): void {
  const { ctx, bbox, scales } = plot;
  const { min = 0, max = 1 } = scales.y ?? {};
  ctx.save();
  ctx.globalAlpha = 0.1;
  for (const { state, from, to } of bandsOf(thresholds, [min, max])) {
    const [top, bottom] = [plot.valToPos(to, 'y', true), plot.valToPos(from, 'y', true)];
    ctx.fillStyle = colours.get(`--${state}-fill`);
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  }
  ctx.restore();
}

interface Limit {
  readonly state: 'warn' | 'crit';
  readonly limit: number;
  readonly dashed: boolean;
}

/** In words at the left, since what is new is at the right. */
function drawLimit(plot: uPlot, { state, limit, dashed }: Limit, { axes }: PlotOptions, colours: PlotColours): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const y = Math.round(plot.valToPos(limit, 'y', true));
  if (!(y >= bbox.top && y <= bbox.top + bbox.height)) return;
  ctx.save();
  ctx.globalAlpha = 0.75;
  ctx.strokeStyle = ctx.fillStyle = colours.get(`--${state}`);
  if (dashed) {
    ctx.lineWidth = scale;
    ctx.setLineDash([4 * scale, 5 * scale]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.font = PLOT_FONT.replace('11.5px', `${11 * scale}px`);
  ctx.textAlign = 'left';
  // Right below the top edge there is no room above the line.
  const below = y - bbox.top < 16 * scale;
  ctx.fillText(
    `${state} ${formatValue(limit, axes[0]?.format)}`,
    bbox.left + 4 * scale,
    below ? y + 13 * scale : y - 6 * scale,
  );
  ctx.restore();
}
