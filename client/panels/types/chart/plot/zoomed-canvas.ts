import { zoomOf } from '../../../drawing/css-zoom';

/** The part of a uPlot instance that is used here. */
interface CanvasPlot {
  readonly ctx: CanvasRenderingContext2D;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Gives the canvas of a plot the full resolution of the screen. uPlot does not consider CSS `zoom`, which TV mode uses.
 * Call it before each drawing, as uPlot's hook `drawClear`. uPlot sets the state of the canvas again only after it has
 * sized it, so the canvas can be sized again only then.
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
