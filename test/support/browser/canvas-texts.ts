import type { BrowserContext, Locator } from 'playwright-core';

/** A text on a canvas, as the viewer sees it. Lengths are CSS pixels, from the canvas' own top left corner. */
export interface CanvasLabel {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly fontSize: number;
}

type WatchedCanvas = HTMLCanvasElement & { texts?: CanvasLabel[] };

/** Remembers what texts are drawn on the canvases of all pages that this context opens from now on. */
export async function recordCanvasLabels(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const drawn = CanvasRenderingContext2D.prototype;
    const fillText = Reflect.get(drawn, 'fillText') as (...values: unknown[]) => void;
    const clearRect = Reflect.get(drawn, 'clearRect') as (...values: unknown[]) => void;
    drawn.fillText = function (this: CanvasRenderingContext2D, text, x, y, ...more) {
      const canvas = this.canvas as HTMLCanvasElement & { texts?: CanvasLabel[] };
      const { a: scale } = this.getTransform();
      const perPixel = (scale * canvas.getBoundingClientRect().width) / canvas.width;
      const fontSize = Number.parseFloat(/[\d.]+(?=px)/.exec(this.font)?.[0] ?? '');
      (canvas.texts ??= []).push({ label: text, x: x * perPixel, y: y * perPixel, fontSize: fontSize * perPixel });
      Reflect.apply(fillText, this, [text, x, y, ...more]);
    };
    drawn.clearRect = function (this: CanvasRenderingContext2D, ...area) {
      (this.canvas as HTMLCanvasElement & { texts?: CanvasLabel[] }).texts = [];
      Reflect.apply(clearRect, this, area);
    };
  });
}

/** What is written on this canvas now. */
export async function canvasLabels(canvas: Locator): Promise<readonly CanvasLabel[]> {
  return canvas.evaluate((element) => (element as WatchedCanvas).texts ?? []);
}

/** How many pixels of a canvas have a color: those of lines, not of texts and grids. */
export async function countColoredPixels(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const { data } = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
      if (alpha > 60 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) count += 1;
    }
    return count;
  });
}
