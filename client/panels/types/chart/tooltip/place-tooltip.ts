/** In CSS pixels, from the top left corner of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface TooltipPlacement {
  /** The distance of the pointer from the left edge of the window. */
  readonly x: number;
  /** The chart without its title and legend. */
  readonly plot: Box;
  readonly panel: Box;
  readonly window: Box;
  readonly width: number;
  readonly height: number;
}

/** The distance from the pointer. */
export const TOOLTIP_GAP = 14;

/** The distance from the edges of the window. */
const WINDOW_MARGIN = 8;

/** The distance between the tooltip and the top of the plot. */
const PLOT_MARGIN = 6;

/** A narrower tooltip would cut most names. */
const MIN_WIDTH = 200;
const MAX_WIDTH = 320;

/** Returns the maximum width of a tooltip: the room beside the pointer, within its panel. */
export function tooltipWidth(x: number, { left, right }: Box): number {
  return Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, Math.max(x - left, right - x) - TOOLTIP_GAP - PLOT_MARGIN));
}

/**
 * Returns the top left corner of a tooltip: on the side of the pointer with more room, within its panel if it fits, and
 * always within the window.
 */
export function placeTooltip({ x, plot, panel, window, width, height }: TooltipPlacement): {
  left: number;
  top: number;
} {
  const isRight = panel.right - x >= x - panel.left;
  const left = isRight ? x + TOOLTIP_GAP : x - TOOLTIP_GAP - width;
  const top = Math.min(plot.top + PLOT_MARGIN, Math.max(panel.top, panel.bottom - PLOT_MARGIN - height));
  return {
    left: clamp(left, window.left + WINDOW_MARGIN, window.right - WINDOW_MARGIN - width),
    top: clamp(top, window.top + WINDOW_MARGIN, window.bottom - WINDOW_MARGIN - height),
  };
}

/** The minimum wins if both limits cannot be kept. */
function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}
