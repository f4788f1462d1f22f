import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeTooltip, tooltipWidth, type Box } from './place-tooltip';

const WINDOW: Box = { left: 0, top: 0, right: 1_440, bottom: 900 };
const boxAt = (left: number, top: number, width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

describe('placeTooltip', () => {
  const panel = boxAt(400, 100, 600, 300);
  const plot = boxAt(415, 150, 570, 235);
  const place = (x: number, width: number, height: number): { left: number; top: number } =>
    placeTooltip({ x, plot, panel, window: WINDOW, width, height });

  it('puts the tooltip on the side of the pointer with more room', () => {
    expect(place(500, 200, 100)).toEqual({ left: 514, top: 156 });
    expect(place(900, 200, 100)).toEqual({ left: 686, top: 156 });
  });

  it('moves up if the tooltip would extend below the panel', () => {
    expect(place(500, 200, 260)).toEqual({ left: 514, top: 134 });
  });

  it('is as wide as fits within the panel, but wide enough for names', () => {
    expect([tooltipWidth(500, panel), tooltipWidth(700, panel)]).toEqual([320, 280]);
    expect(tooltipWidth(500, boxAt(400, 100, 200, 300))).toBe(200);
  });

  it('keeps the tooltip within the window, wherever the panel is', () => {
    const inWindow = fc.integer({ min: -300, max: 1_500 });
    const size = fc.integer({ min: 60, max: 1_400 });
    fc.assert(
      fc.property(
        inWindow,
        inWindow,
        size,
        size,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (left, top, w, h, share) => {
          const somewhere = boxAt(left, top, w, h);
          const x = left + share * w;
          const width = tooltipWidth(x, somewhere);
          const height = 300;
          const found = placeTooltip({ x, plot: somewhere, panel: somewhere, window: WINDOW, width, height });
          expect(found.left >= 0 && found.left + width <= WINDOW.right).toBe(true);
          expect(found.top >= 0 && found.top + height <= WINDOW.bottom).toBe(true);
        },
      ),
    );
  });
});
