import { describe, expect, it, jest } from '@jest/globals';
import { scaleCanvasForZoom } from './zoomed-canvas';

/** A plot of 400 by 200 CSS pixels, just sized by uPlot. */
function plotAt(currentCSSZoom: number) {
  const canvas = { width: 400, height: 200, currentCSSZoom };
  const scale = jest.fn();
  const ctx = { canvas, scale } as unknown as CanvasRenderingContext2D;
  return { plot: { ctx, width: 400, height: 200 }, canvas, scale };
}

describe('scaleCanvasForZoom', () => {
  it('gives the canvas the full resolution of a zoomed page', () => {
    const { plot, canvas, scale } = plotAt(1.5);
    scaleCanvasForZoom(plot);
    expect(canvas).toMatchObject({ width: 600, height: 300 });
    expect(scale).toHaveBeenCalledWith(1.5, 1.5);
  });

  it('scales the canvas once, until uPlot sizes it again', () => {
    const { plot, canvas, scale } = plotAt(2);
    scaleCanvasForZoom(plot);
    scaleCanvasForZoom(plot);
    expect(scale).toHaveBeenCalledTimes(1);
    Object.assign(canvas, { width: 400, height: 200 });
    scaleCanvasForZoom(plot);
    expect(canvas).toMatchObject({ width: 800, height: 400 });
    expect(scale).toHaveBeenCalledTimes(2);
  });

  it('does not change the canvas without zoom', () => {
    const { plot, canvas, scale } = plotAt(1);
    scaleCanvasForZoom(plot);
    expect(canvas).toMatchObject({ width: 400, height: 200 });
    expect(scale).not.toHaveBeenCalled();
  });
});
