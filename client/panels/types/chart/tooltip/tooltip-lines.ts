import type { ChartData } from '../../../data/chart-data';
import type { PlotCursor } from '../plot/plot';

/** The value of a series at the cursor. */
export interface TooltipLine {
  readonly key: string;
  readonly slot: number;
  readonly label: string;
  readonly value: number;
}

export interface TooltipLines {
  /** The largest first, in the order of the lines in the chart. */
  readonly lines: readonly TooltipLine[];
  /** How many values are left out. */
  readonly more: number;
}

/** CSS pixels. */
const LINE_HEIGHT = 19;
const OTHER_HEIGHT = 32;

/** With less room beside the cursor, values would be cut. */
const MIN_WIDTH = 140;

/** The number of lines that any chart shows, and the maximum in a large chart. */
const MIN_LINES = 4;
const MAX_LINES = 12;

/**
 * Returns the values at the cursor that fit: those nearest to the pointer, or the largest if the pointer is over
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
  // The tooltip may cover the chart under the pointer, but only a part of another chart.
  const maxLines = distances
    ? Math.max(MIN_LINES, Math.min(MAX_LINES, fittingLines))
    : Math.max(1, Math.min(MIN_LINES, fittingLines - 1));
  // The line "+1 more" would take the same room.
  if (all.length <= maxLines + 1) return { lines: all, more: 0 };
  const distanceOf = ({ key }: TooltipLine): number => distances?.get(key) ?? 0;
  const nearest = new Set([...all].sort((a, b) => distanceOf(a) - distanceOf(b)).slice(0, maxLines));
  return { lines: all.filter((line) => nearest.has(line)), more: all.length - maxLines };
}
