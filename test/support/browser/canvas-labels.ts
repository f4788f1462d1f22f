import type { BrowserContext, Locator } from 'playwright-core';

/** A text that is drawn on a canvas. Lengths are CSS pixels from the top left corner of the canvas. */
export interface CanvasLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly fontSize: number;
}

type RecordedCanvas = HTMLCanvasElement & { labels?: CanvasLabel[] };

/** Records the labels that are drawn on canvases, in all pages that this context opens from now on. */
export async function recordCanvasLabels(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const prototype = CanvasRenderingContext2D.prototype;
    const fillText = Reflect.get(prototype, 'fillText') as (...values: unknown[]) => void;
    const clearRect = Reflect.get(prototype, 'clearRect') as (...values: unknown[]) => void;
    prototype.fillText = function (this: CanvasRenderingContext2D, text, x, y, ...rest) {
      const canvas = this.canvas as HTMLCanvasElement & { labels?: CanvasLabel[] };
      const { a: scale } = this.getTransform();
      const perPixel = (scale * canvas.getBoundingClientRect().width) / canvas.width;
      const fontSize = Number.parseFloat(/[\d.]+(?=px)/.exec(this.font)?.[0] ?? '');
      (canvas.labels ??= []).push({ text, x: x * perPixel, y: y * perPixel, fontSize: fontSize * perPixel });
      Reflect.apply(fillText, this, [text, x, y, ...rest]);
    };
    prototype.clearRect = function (this: CanvasRenderingContext2D, ...area) {
      (this.canvas as HTMLCanvasElement & { labels?: CanvasLabel[] }).labels = [];
      Reflect.apply(clearRect, this, area);
    };
  });
}

/** Returns the labels that a canvas shows now. */
export async function canvasLabels(canvas: Locator): Promise<readonly CanvasLabel[]> {
  return canvas.evaluate((element) => (element as RecordedCanvas).labels ?? []);
}
