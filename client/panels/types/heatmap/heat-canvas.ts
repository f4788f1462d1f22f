import type { TimeWindow } from '../../../../wire/range';
import { zoomOf } from '../../drawing/css-zoom';
import type { Heatmap } from './heatmap-data';
import { heatStep } from './heat-scale';

/** The size of the canvas in CSS pixels, and its time window. */
export interface HeatmapPlot {
  readonly width: number;
  readonly height: number;
  readonly window: TimeWindow;
}

export interface HeatCell {
  readonly row: number;
  readonly column: number;
}

/**
 * Draws the cells.
 *
 * @param colors the colors of the scale, from low to high
 */
export function drawHeatmap(
  canvas: HTMLCanvasElement,
  { rows, columns, cells, low, high }: Heatmap,
  { width, height, window }: HeatmapPlot,
  colors: readonly string[],
): void {
  // In TV mode the page is zoomed: a CSS pixel is several pixels of the screen.
  const scale = devicePixelRatio * zoomOf(canvas);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const perMs = canvas.width / (window.to - window.from);
  const rowHeight = canvas.height / rows.length;
  const cellWidth = columns.step * perMs;
  const gap = cellWidth > 5 * scale && rowHeight > 5 * scale ? scale : 0;
  cells.forEach((line, row) => {
    const top = Math.round(row * rowHeight);
    const bottom = Math.round((row + 1) * rowHeight) - gap;
    line.forEach((value, column) => {
      if (value === null) return;
      const left = (columns.start + column * columns.step - window.from) * perMs;
      context.fillStyle = colors[heatStep(value, low, high)] ?? 'transparent';
      const [from, to] = [Math.round(left), Math.round(left + cellWidth) - gap];
      context.fillRect(from, top, Math.max(1, to - from), Math.max(1, bottom - top));
    });
  });
}

/** Returns the cell at a position on the canvas, in CSS pixels. */
export function cellAt(
  { rows, columns }: Heatmap,
  { width, height, window }: HeatmapPlot,
  { x, y }: { readonly x: number; readonly y: number },
): HeatCell | undefined {
  const time = window.from + (x / width) * (window.to - window.from);
  const column = Math.floor((time - columns.start) / columns.step);
  const row = Math.floor((y / height) * rows.length);
  return row >= 0 && row < rows.length && column >= 0 && column < columns.count ? { row, column } : undefined;
}
