import { zoomOf } from '../../drawing/css-zoom';

/** What of a plot is needed to draw it finer. */
interface CanvasPlot {
  readonly ctx: CanvasRenderingContext2D;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Gives a plot's canvas as many pixels as the screen has for it: uPlot counts those of the page, of which a wall, which
 * is zoomed, makes more. To be called before each drawing, as uPlot's hook `drawClear`: whenever uPlot has sized the
 * canvas it sets all that it draws with anew, so that only then the canvas can be sized again.
 */
export function scaleCanvasForZoom({ ctx, width, height }: CanvasPlot): void {
  const { canvas } = ctx;
  const zoom = zoomOf(canvas);
  const isFreshlySized =
    canvas.width === Math.round(width * devicePixelRatio) && canvas.height === Math.round(height * devicePixelRatio);
  if (zoom === 1 || !isFreshlySized) return;
  canvas.width = Math.round(width * devicePixelRatio * zoom);
  canvas.height = Math.round(height * devicePixelRatio * zoom);
  ctx.scale(zoom, zoom);
}
