import type uPlot from 'uplot';
import type { AxisScale } from '../../../../i18n/format/axis-values';
import { bandsOf } from '../../../options/threshold-bands';
import { formatLimit, type Thresholds } from '../../../options/thresholds';
import type { PlotOptions } from './plot';
import { PLOT_FONT, PLOT_FONT_SIZE, rangeOf, type AxisLabels } from './plot-axes';
import type { PlotColors } from './plot-colors';
import type { PlotData } from './plot-data';

/** Draws thresholds behind the series: a band for each state, a dashed line where it starts. */
export function drawThresholds(plot: uPlot, options: PlotOptions, colors: PlotColors): void {
  const { thresholds, thresholdStyle } = options;
  if (thresholds === undefined) return;
  if (thresholdStyle !== 'line') drawBands(plot, thresholds, colors);
  if (thresholdStyle === 'band') return;
  for (const { state, y } of insidePlot(plot, limitsOf(plot, options))) drawLine(plot, y, colors.get(`--${state}`));
}

/** What the labels of thresholds depend on. */
export interface ThresholdLabelContext {
  readonly colors: PlotColors;
  readonly labels: AxisLabels;
  readonly data: PlotData | undefined;
}

/**
 * Draws the labels of thresholds, above the series. The top and bottom edges list what is outside: thresholds, and the
 * number of series.
 */
export function drawThresholdLabels(
  plot: uPlot,
  options: PlotOptions,
  { colors, labels, data }: ThresholdLabelContext,
): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = PLOT_FONT.replace(/\d+/, String(PLOT_FONT_SIZE * scale));
  ctx.textAlign = 'left';
  // An outline in the panel's color makes labels readable over lines.
  ctx.strokeStyle = colors.get('--surface');
  ctx.lineWidth = 4 * scale;
  ctx.lineJoin = 'round';
  // On the left, because the newest values are on the right.
  const left = bbox.left + 4 * scale;
  const drawText = (text: string, x: number, y: number, color: string): number => {
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colors.get(color);
    ctx.fillText(text, x, y);
    return x + ctx.measureText(`${text}  `).width;
  };
  const limits = limitsOf(plot, options, labels.get('y')?.scale);
  const bottom = bbox.top + bbox.height;
  const [first, last] = [bbox.top + 13 * scale, bottom - 6 * scale];
  const edges = [
    {
      arrow: '↑',
      y: first,
      limits: limits.filter(({ y }) => y < bbox.top),
      series: seriesBeyond(plot, data, 1),
    },
    {
      arrow: '↓',
      y: last,
      limits: limits.filter(({ y }) => y > bottom),
      series: seriesBeyond(plot, data, -1),
    },
  ];
  for (const edge of edges) {
    let x = left;
    for (const { state, text } of edge.limits) x = drawText(`${edge.arrow} ${text}`, x, edge.y, `--${state}`);
    const { series } = edge;
    if (series > 0) drawText(`${edge.arrow} ${$localize`${series}:count: series`}`, x, edge.y, '--muted');
  }
  const [above = 0, below = 0] = edges.map((edge) => (edge.limits.length > 0 || edge.series > 0 ? 1 : 0));
  const labelHeight = LABEL_HEIGHT * scale;
  const inside = insidePlot(plot, limits);
  const positions = spreadOut(
    inside.map(({ y }) => y - 6 * scale),
    { from: first + above * labelHeight, to: last - below * labelHeight, labelHeight },
  );
  inside.forEach(({ state, text }, index) => drawText(text, left, positions[index] ?? first, `--${state}`));
  ctx.restore();
}

/**
 * Returns how many series have all values above the axis (1) or below it (-1). Values of 0 and less are below a
 * logarithmic axis.
 */
function seriesBeyond(plot: uPlot, data: PlotData | undefined, side: 1 | -1): number {
  return (data?.series ?? []).filter(({ column }, index) => {
    const { scale = 'y', min = Infinity, max = -Infinity } = plot.series[index + 1] ?? {};
    const [low, high] = rangeOf(plot, scale);
    if (min > max) return side < 0 && low > 0 && column.some((value) => value !== null && value <= 0);
    return side > 0 ? min > high : max < low;
  }).length;
}

function drawBands(plot: uPlot, thresholds: Thresholds, colors: PlotColors): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.globalAlpha = 0.1;
  for (const { state, from, to } of bandsOf(thresholds, rangeOf(plot))) {
    const [top, bottom] = [plot.valToPos(to, 'y', true), plot.valToPos(from, 'y', true)];
    ctx.fillStyle = colors.get(`--${state}-fill`);
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  }
  ctx.restore();
}

const LABEL_HEIGHT = 14;

/**
 * Returns positions as near to the wanted ones as possible, with the given distance between them, and within both ends.
 *
 * @param wanted ascending
 */
function spreadOut(
  wanted: readonly number[],
  { from, to, labelHeight }: { readonly from: number; readonly to: number; readonly labelHeight: number },
): readonly number[] {
  const positions: number[] = [];
  for (const each of wanted) positions.push(Math.max(each, (positions.at(-1) ?? from - labelHeight) + labelHeight));
  let limit = to;
  for (let index = positions.length - 1; index >= 0; index -= 1) {
    positions[index] = Math.min(positions[index] ?? limit, limit);
    limit = (positions[index] ?? limit) - labelHeight;
  }
  return positions;
}

const LIMIT_LABELS = { warn: $localize`:threshold|:warn`, crit: $localize`:threshold|:crit` } as const;

interface Limit {
  readonly state: 'warn' | 'crit';
  readonly text: string;
  /** Canvas pixels. */
  readonly y: number;
}

/** Returns the thresholds, from top to bottom. */
function limitsOf(plot: uPlot, { thresholds = {}, axes }: PlotOptions, scale?: AxisScale): readonly Limit[] {
  return (['warn', 'crit'] as const)
    .flatMap((state) => {
      const limit = thresholds[state];
      if (limit === undefined) return [];
      const text = `${LIMIT_LABELS[state]} ${formatLimit(limit, { ...axes[0]?.format, trim: true }, scale)}`;
      return [{ state, text, y: Math.round(plot.valToPos(limit, 'y', true)) }];
    })
    .sort((a, b) => a.y - b.y);
}

function insidePlot({ bbox: { top, height } }: uPlot, limits: readonly Limit[]): readonly Limit[] {
  return limits.filter(({ y }) => y >= top && y <= top + height);
}

function drawLine({ ctx, bbox }: uPlot, y: number, color: string): void {
  const scale = devicePixelRatio;
  ctx.save();
  ctx.globalAlpha = 0.75;
  ctx.strokeStyle = color;
  ctx.lineWidth = scale;
  ctx.setLineDash([4 * scale, 5 * scale]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
