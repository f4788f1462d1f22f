import type uPlot from 'uplot';
import { formatValue } from '../../ui/format/value';
import { bandsOf } from '../threshold-bands';
import type { Thresholds } from '../thresholds';
import type { PlotOptions } from './plot';
import { PLOT_FONT, PLOT_FONT_SIZE } from './plot-axes';
import type { PlotColours } from './plot-colours';

/** Thresholds behind the lines: bands where a state reaches, dashed lines where it begins. */
export function drawThresholds(plot: uPlot, options: PlotOptions, colours: PlotColours): void {
  const { thresholds, thresholdStyle } = options;
  if (thresholds === undefined) return;
  if (thresholdStyle !== 'line') drawBands(plot, thresholds, colours);
  if (thresholdStyle === 'band') return;
  for (const { state, y } of limitsWithin(plot, thresholds)) drawLine(plot, y, colours.get(`--${state}`));
}

/** What the thresholds are, in words: before the lines of data, which would cross them out. */
export function drawThresholdWords(plot: uPlot, { thresholds, axes }: PlotOptions, colours: PlotColours): void {
  if (thresholds === undefined) return;
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = PLOT_FONT.replace(/\d+/, String(PLOT_FONT_SIZE * scale));
  ctx.textAlign = 'left';
  // A rim in the panel's own colour keeps them apart from what they cross.
  ctx.strokeStyle = colours.get('--surface');
  ctx.lineWidth = 4 * scale;
  ctx.lineJoin = 'round';
  let above = bbox.top;
  for (const { state, limit, y } of limitsWithin(plot, thresholds)) {
    // Where there is no room above the line, between it and the edge or another one, the words stand below.
    const below = y - above < LABEL_ROOM * scale;
    const text = `${LIMIT_WORDS[state]} ${formatValue(limit, axes[0]?.format)}`;
    // At the left, since what is new is at the right.
    const place = [bbox.left + 4 * scale, y + (below ? 13 : -6) * scale] as const;
    ctx.strokeText(text, ...place);
    ctx.fillStyle = colours.get(`--${state}`);
    ctx.fillText(text, ...place);
    above = y;
  }
  ctx.restore();
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

interface Limit {
  readonly state: 'warn' | 'crit';
  readonly limit: number;
  /** In canvas pixels. */
  readonly y: number;
}

/** Those within the plot, from the top. */
function limitsWithin(plot: uPlot, { warn, crit }: Thresholds): readonly Limit[] {
  const limits = [
    { state: 'warn' as const, limit: warn },
    { state: 'crit' as const, limit: crit },
  ];
  const { top, height } = plot.bbox;
  return limits
    .flatMap(({ state, limit }) =>
      limit === undefined ? [] : [{ state, limit, y: Math.round(plot.valToPos(limit, 'y', true)) }],
    )
    .filter(({ y }) => y >= top && y <= top + height)
    .sort((a, b) => a.y - b.y);
}

function drawLine({ ctx, bbox }: uPlot, y: number, colour: string): void {
  const scale = devicePixelRatio;
  ctx.save();
  ctx.globalAlpha = 0.75;
  ctx.strokeStyle = colour;
  ctx.lineWidth = scale;
  ctx.setLineDash([4 * scale, 5 * scale]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
