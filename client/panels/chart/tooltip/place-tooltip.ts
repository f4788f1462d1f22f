/** In CSS pixels, from the window's upper left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface TooltipPlacement {
  /** The pointer's distance from the left edge of the window. */
  readonly x: number;
  /** The chart without its title and its legend. */
  readonly plot: Box;
  readonly panel: Box;
  readonly window: Box;
  readonly width: number;
  readonly height: number;
}

/** From the pointer. */
export const TOOLTIP_GAP = 14;

/** From the window's edges. */
const WINDOW_MARGIN = 8;

/** Between the tooltip and the upper edge of the plot. */
const PLOT_MARGIN = 6;

/** A narrower tooltip cuts most names. */
const MIN_WIDTH = 200;
const MAX_WIDTH = 320;

/** How wide a tooltip may be: as the room beside the pointer is, within its panel. */
export function tooltipWidth(x: number, { left, right }: Box): number {
  return Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, Math.max(x - left, right - x) - TOOLTIP_GAP - PLOT_MARGIN));
}

/**
 * Where the upper left corner of a chart's tooltip is: on the side of the pointer that has more room, within its panel as
 * far as it fits, and always within the window.
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

/** The lower bound counts where both cannot be kept. */
function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}
