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
  let above: number | undefined;
  for (const { state, limit } of limitsOf(thresholds)) {
    const y = Math.round(plot.valToPos(limit, 'y', true));
    if (!(y >= plot.bbox.top && y <= plot.bbox.top + plot.bbox.height)) continue;
    // Where there is no room above the line, between it and the edge or another one, the words stand below.
    const below = y - (above ?? plot.bbox.top) < LABEL_ROOM * devicePixelRatio;
    const text = `${LIMIT_WORDS[state]} ${formatValue(limit, options.axes[0]?.format)}`;
    drawLimit(plot, { y, below, text, dashed: thresholdStyle !== 'band', colour: colours.get(`--${state}`) });
    above = y;
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

const LABEL_ROOM = 18;

const LIMIT_WORDS = { warn: $localize`:threshold|:warn`, crit: $localize`:threshold|:crit` } as const;

/** From the top. */
function limitsOf({ warn, crit }: Thresholds): readonly { state: 'warn' | 'crit'; limit: number }[] {
  const limits = [
    { state: 'warn' as const, limit: warn },
    { state: 'crit' as const, limit: crit },
  ];
  return limits
    .flatMap(({ state, limit }) => (limit === undefined ? [] : [{ state, limit }]))
    .sort((a, b) => b.limit - a.limit);
}

interface Limit {
  /** In canvas pixels. */
  readonly y: number;
  readonly below: boolean;
  readonly text: string;
  readonly dashed: boolean;
  readonly colour: string;
}

/** In words at the left, since what is new is at the right. */
function drawLimit({ ctx, bbox }: uPlot, { y, below, text, dashed, colour }: Limit): void {
  const scale = devicePixelRatio;
  ctx.save();
  ctx.globalAlpha = 0.75;
  ctx.strokeStyle = ctx.fillStyle = colour;
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
  ctx.fillText(text, bbox.left + 4 * scale, y + (below ? 13 : -6) * scale);
  ctx.restore();
}
