import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Layout, Panel } from '../../wire/schemas/board';
import { samplePanel } from '../panels/testing/sample-frames';
import { tvScreens } from './tv-screens';

const at = (id: string, x: number, y: number, w: number, h: number): Panel =>
  samplePanel({ id, layout: { x, y, w, h } });
const rowsOf = (heights: readonly number[]): Panel[] =>
  heights.map((h, index) => {
    const y = heights.slice(0, index).reduce((sum, each) => sum + each, 0);
    return at(`p${index}`, 0, y, 12, h);
  });
const shape = (panels: readonly Panel[], maxRows: number): string[] =>
  tvScreens(panels, maxRows).map(
    ({ panels: shown, rows }) => `${rows}: ${shown.map(({ id, layout }) => `${id}@${layout.y}`).join(' ')}`,
  );

describe('tvScreens', () => {
  it('returns one page with the same panel objects if all rows fit', () => {
    const panels = rowsOf([2, 4, 3]);
    const [page, ...rest] = tvScreens(panels, 13);
    expect([page?.rows, rest.length]).toEqual([9, 0]);
    page?.panels.forEach((panel, index) => {
      expect(panel).toBe(panels[index]);
    });
  });

  it('returns as few pages as possible, of about the same height', () => {
    expect(shape(rowsOf([2, 4, 3, 3, 2, 3]), 13)).toEqual(['9: p0@0 p1@2 p2@6', '8: p3@0 p4@3 p5@5']);
  });

  it('does not cut panels that span several rows', () => {
    const panels = [at('tall', 0, 2, 4, 6), at('top', 0, 0, 12, 2), at('beside', 4, 2, 8, 3), at('below', 4, 5, 8, 3)];
    expect(shape(panels, 6)).toEqual(['2: top@0', '6: tall@0 beside@0 below@3']);
    expect(shape(panels, 3)).toEqual(['2: top@0', '6: tall@0 beside@0 below@3']);
  });

  it('leaves out empty rows', () => {
    expect(shape([at('a', 0, 3, 3, 2), at('b', 0, 9, 3, 2)], 13)).toEqual(['4: a@0 b@2']);
  });

  it('returns one empty page for a board without panels', () => {
    expect(tvScreens([], 13)).toEqual([{ panels: [], rows: 1 }]);
  });

  it('shows each panel once, in order and within its page', () => {
    const layout: fc.Arbitrary<Layout> = fc.record({
      x: fc.nat(5),
      y: fc.nat(40),
      w: fc.integer({ min: 1, max: 6 }),
      h: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(layout, { maxLength: 20 }), fc.integer({ min: 1, max: 20 }), (layouts, maxRows) => {
        const panels = layouts.map((each, index) => samplePanel({ id: `p${index}`, layout: each }));
        const pages = tvScreens(panels, maxRows);
        const shown = pages.flatMap((page) => page.panels);
        expect(shown.map(({ id }) => id).toSorted()).toEqual(panels.map(({ id }) => id).toSorted());
        const before = new Map(panels.map(({ id, layout: { y } }) => [id, y]));
        let last = -1;
        for (const page of pages) {
          const ys = page.panels.map(({ id }) => before.get(id) ?? 0);
          expect(Math.min(...ys, Infinity)).toBeGreaterThan(last);
          last = Math.max(last, ...ys);
          for (const { layout: place } of page.panels) {
            expect(place.y).toBeGreaterThanOrEqual(0);
            expect(place.y + place.h).toBeLessThanOrEqual(page.rows);
          }
        }
      }),
    );
  });
});
