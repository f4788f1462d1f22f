import type uPlot from 'uplot';
import { zoomOf } from '../../../drawing/css-zoom';
import { simplifyLine, type PixelScale } from './simplify-line';
import { sharesOf } from '../../../drawing/y-scale';

export interface LineOptions {
  /** Where no line is drawn, in device pixels. */
  readonly gaps: [number, number][];
  /** Whether to fill the area below the line. */
  readonly area: boolean;
  /** Whether to draw the line as several hairlines. */
  readonly asHairlines: boolean;
}

/**
 * Three hairlines at these offsets, in device pixels, look like one line of 1.8 pixels. Without a graphics processor,
 * browsers draw them in an eighth of the time, because they need not compute the shape of a thick line with all its
 * corners.
 */
const HAIRLINES = [
  { e: -0.25, f: -0.25 },
  { e: 0.45, f: -0.25 },
  { e: -0.25, f: 0.45 },
];

/**
 * Returns the path of a line, and of the area between it and 0 or the edge of the plot, with only the visible corners.
 * uPlot's own path draws every row, and on whole pixels, which would be visible with few corners.
 */
export function linePaths(
  plot: uPlot,
  index: number,
  rows: readonly [number, number],
  { gaps, area, asHairlines }: LineOptions,
): uPlot.Series.Paths {
  const { bbox, data, scales, series } = plot;
  const valueScale = scales[series[index]?.scale ?? 'y'];
  const scale = pixelScale(plot, valueScale);
  const { xs, ys } = simplifyLine(data[0], data[index] ?? [], rows, scale);
  const line = new Path2D();
  for (let corner = 0; corner < xs.length; corner += 1) line.lineTo(xs[corner] ?? 0, ys[corner] ?? 0);
  let fill: Path2D | null = null;
  if (area && xs.length > 0) {
    // A logarithmic axis has no 0. On other axes, 0 may be outside of the plot: uPlot clips the area.
    const baselineY = Number(valueScale?.distr) === LOGARITHMIC ? bbox.top + bbox.height : scale.y(0);
    fill = new Path2D(line);
    fill.lineTo(xs.at(-1) ?? 0, baselineY);
    fill.lineTo(xs[0] ?? 0, baselineY);
  }
  const clip = gaps.length === 0 ? null : clipOutside(gaps, bbox);
  return { stroke: asHairlines ? hairlinesOf(line) : line, fill, clip, gaps, flags: FILL_IS_CLIPPED };
}

function hairlinesOf(line: Path2D): Path2D {
  const lines = new Path2D();
  for (const shift of HAIRLINES) lines.addPath(line, shift);
  return lines;
}

/** Returns the plot without the gaps, which are in ascending order. */
function clipOutside(gaps: readonly (readonly [number, number])[], { left, top, width, height }: uPlot.BBox): Path2D {
  const clip = new Path2D();
  let begin = left;
  for (const [from, to] of [...gaps, [left + width, Infinity] as const]) {
    if (from > begin) clip.rect(begin, top, from - begin, height);
    begin = Math.max(begin, to);
  }
  return clip;
}

/** How far outside the plot a point may be drawn, in heights of the plot. */
const MAX_PLOT_HEIGHTS = 1_000;

/** The values of uPlot's const enums, which do not exist at run time. */
const LOGARITHMIC = 3;
const FILL_IS_CLIPPED = 1;

function pixelScale({ bbox, scales, root }: uPlot, valueScale: uPlot.Scale | undefined): PixelScale {
  const { left, top, width, height } = bbox;
  const { min: from = 0, max: to = 1 } = scales.x ?? {};
  const { min: low = 0, max: high = 1, distr } = valueScale ?? {};
  const zoom = zoomOf(root);
  const perMs = width / (to - from);
  const x = (time: number): number => left + (time - from) * perMs;
  const shareOf = sharesOf([low, high], Number(distr) === LOGARITHMIC);
  // A canvas cannot draw at positions that are infinite or too large.
  const y = (value: number): number =>
    top + height - Math.max(-MAX_PLOT_HEIGHTS, Math.min(MAX_PLOT_HEIGHTS, shareOf(value))) * height;
  return { x, y, zoom };
}
