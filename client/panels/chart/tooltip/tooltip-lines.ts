import type { ChartData } from '../data/chart-data';
import type { PlotCursor } from '../plot/plot';

/** A series' value at the cursor. */
export interface TooltipLine {
  readonly key: string;
  readonly slot: number;
  readonly label: string;
  readonly value: number;
}

export interface TooltipLines {
  /** The greatest first, as the lines of the chart lie. */
  readonly lines: readonly TooltipLine[];
  /** How many more there are. */
  readonly more: number;
}

/** In CSS pixels. */
const LINE_HEIGHT = 19;
const OTHER_HEIGHT = 32;

/** Where there is less room beside the cursor, values would be cut. */
const MIN_WIDTH = 140;

/** So many lines are shown in any chart, and in a large one, where the pointer is over it. */
const MIN_LINES = 4;
const MAX_LINES = 12;

/**
 * The values at the cursor for which there is room: those nearest to the pointer, or the greatest, where the pointer is over
 * another chart.
 */
export function tooltipLines({ series, columns }: ChartData, cursor: PlotCursor): TooltipLines {
  const { rows, left, width, height, distances } = cursor;
  if (!distances && Math.max(left, width - left) < MIN_WIDTH) return { lines: [], more: 0 };
  const all = series
    .flatMap(({ key, label }, slot) => {
      const value = columns[slot]?.[rows.get(key) ?? -1];
      return typeof value === 'number' ? [{ key, slot, label, value }] : [];
    })
    .sort((a, b) => b.value - a.value);
  const fittingLines = Math.floor((height - OTHER_HEIGHT) / LINE_HEIGHT);
  // The chart that the pointer is over may be covered, another one only as far as its own lines are still seen.
  const maxLines = distances
    ? Math.max(MIN_LINES, Math.min(MAX_LINES, fittingLines))
    : Math.max(1, Math.min(MIN_LINES, fittingLines - 1));
  // The words about one more would take its place.
  if (all.length <= maxLines + 1) return { lines: all, more: 0 };
  const distanceOf = ({ key }: TooltipLine): number => distances?.get(key) ?? 0;
  const nearest = new Set([...all].sort((a, b) => distanceOf(a) - distanceOf(b)).slice(0, maxLines));
  return { lines: all.filter((line) => nearest.has(line)), more: all.length - maxLines };
}
