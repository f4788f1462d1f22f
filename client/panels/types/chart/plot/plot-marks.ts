import type uPlot from 'uplot';
import { lineColor, markPathOf } from '../../../drawing/palette';
import type { FilledPath } from './filled-path';

/**
 * Returns the marks of a series at some of its rows, in the shape of its legend.
 *
 * @param size width in CSS pixels
 */
export function markPaths(
  plot: uPlot,
  index: number,
  rows: readonly number[],
  { slot, size }: { readonly slot: number; readonly size: number },
): FilledPath {
  const shape = new Path2D(markPathOf(slot));
  const scale = (size / 10) * devicePixelRatio;
  const marks = new Path2D();
  for (const row of rows) {
    const [time, value] = [plot.data[0][row], plot.data[index]?.[row]];
    if (time === undefined || typeof value !== 'number') continue;
    const place = new DOMMatrix([
      scale,
      0,
      0,
      scale,
      plot.valToPos(time, 'x', true),
      plot.valToPos(value, plot.series[index]?.scale ?? 'y', true),
    ]);
    marks.addPath(shape, place);
  }
  const { left, top, width, height } = plot.bbox;
  const clip = new Path2D();
  clip.rect(left - 5 * scale, top - 5 * scale, width + 10 * scale, height + 10 * scale);
  return { fill: marks, stroke: null, clip, flags: 0 };
}

/** Creates the mark of a series at the cursor, an element that uPlot moves. */
export function cursorMark(slot: number): HTMLElement {
  const mark = document.createElement('div');
  const [svg, path] = (['svg', 'path'] as const).map((name) =>
    document.createElementNS('http://www.w3.org/2000/svg', name),
  );
  if (svg === undefined || path === undefined) return mark;
  svg.setAttribute('viewBox', '-6 -6 12 12');
  svg.setAttribute('aria-hidden', 'true');
  svg.style.cssText = 'display:block;width:100%;height:100%;overflow:visible';
  path.setAttribute('d', markPathOf(slot));
  path.style.fill = lineColor(slot);
  path.style.stroke = 'var(--surface)';
  path.style.strokeWidth = '1.5';
  svg.append(path);
  mark.append(svg);
  return mark;
}
