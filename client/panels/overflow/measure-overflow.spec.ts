import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../../../test/support/jest/property-runs.js';
import { measureOverflow, NO_OVERFLOW } from './measure-overflow';

interface Sizes {
  readonly height: number;
  readonly width: number;
  readonly rowHeight: number;
  readonly rows: number;
  readonly columns: number;
  readonly columnWidth: number;
  readonly scrolled?: number;
}

/** A list or a table with a layout as in a browser: jsdom has none. */
function laidOut({ height, width, rowHeight, rows, columns, columnWidth, scrolled = 0 }: Sizes): HTMLElement {
  const scroller = document.createElement('div');
  const place = (element: Element, box: { x: number; y: number; width: number; height: number }): void => {
    element.getBoundingClientRect = () =>
      ({ ...box, left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height }) as DOMRect;
  };
  const sizes = {
    clientHeight: height,
    clientWidth: width,
    scrollHeight: Math.max(height, rows * rowHeight),
    scrollWidth: Math.max(width, columns * columnWidth),
  };
  for (const [name, value] of Object.entries(sizes)) Object.defineProperty(scroller, name, { value });
  place(scroller, { x: 10, y: 20, width, height });
  for (let row = 0; row < rows; row += 1) {
    const item = scroller.appendChild(document.createElement('li'));
    place(item, { x: 10, y: 20 + row * rowHeight - scrolled, width, height: rowHeight });
  }
  for (let column = 0; column < columns; column += 1) {
    const cell = scroller.appendChild(document.createElement('th'));
    place(cell, { x: 10 + column * columnWidth, y: 20, width: columnWidth, height: 10 });
  }
  return scroller;
}

const SELECTORS = { items: 'li', columns: 'th' };
const FITS = { height: 100, width: 300, rowHeight: 25, rows: 4, columns: 3, columnWidth: 100 };

describe('measureOverflow', () => {
  it('finds nothing if everything fits', () => {
    expect(measureOverflow(laidOut(FITS), SELECTORS, 0)).toEqual({ ...NO_OVERFLOW, itemCount: 4 });
  });

  it('finds the rows and the columns that are cut off', () => {
    const found = measureOverflow(laidOut({ ...FITS, rows: 6, columns: 5 }), SELECTORS, 0);
    expect(found).toEqual({ items: [4, 5], itemCount: 6, columns: 2, overflows: true });
  });

  it('finds the rows above and below the visible ones', () => {
    const found = measureOverflow(laidOut({ ...FITS, rows: 6, scrolled: 25 }), SELECTORS, 0);
    expect(found.items).toEqual([0, 5]);
  });

  it('finds nothing if everything fits without the summary', () => {
    expect(measureOverflow(laidOut({ ...FITS, height: 80 }), SELECTORS, 22)).toEqual({ ...NO_OVERFLOW, itemCount: 4 });
    expect(measureOverflow(laidOut({ ...FITS, height: 80, rows: 5 }), SELECTORS, 22).items).toEqual([3, 4]);
  });

  it('counts each row as visible or not, at any size', () => {
    const size = fc.record({
      height: fc.integer({ min: 0, max: 500 }),
      rowHeight: fc.integer({ min: 9, max: 60 }),
      rows: fc.nat(60),
    });
    fc.assert(
      fc.property(size, ({ height, rowHeight, rows }) => {
        const { items } = measureOverflow(laidOut({ ...FITS, height, rowHeight, rows }), SELECTORS, 0);
        const seen = rows - items.length;
        expect(seen * rowHeight).toBeLessThanOrEqual(height + 4);
        if (items.length > 0) expect((seen + 1) * rowHeight).toBeGreaterThan(height + 4);
      }),
      runs(200),
    );
  });
});
