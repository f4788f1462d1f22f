import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GRID_COLUMNS, MAX_PANEL_ROWS } from '../../../wire/grid';
import {
  type Direction,
  type GridLayout,
  type Place,
  compact,
  freePlace,
  heightOf,
  movePanel,
  overlap,
  resizePanel,
  stepPanel,
} from './grid-layout';

const place = fc
  .record({ x: fc.nat(11), y: fc.nat(20), w: fc.integer({ min: 1, max: 12 }), h: fc.integer({ min: 1, max: 8 }) })
  .map((each) => ({ ...each, w: Math.min(each.w, GRID_COLUMNS - each.x) }));
const layout = fc
  .array(place, { minLength: 1, maxLength: 12 })
  .map((places) => new Map(places.map((each, index) => [`p${index}`, each])));
const direction = fc.constantFrom<Direction>('left', 'right', 'up', 'down');
const anywhere = fc.record({ x: fc.integer({ min: -20, max: 30 }), y: fc.integer({ min: -20, max: 60 }) });
const anySize = fc.record({ w: fc.integer({ min: -3, max: 30 }), h: fc.integer({ min: -3, max: 300 }) });

/** Expects no overlaps, all panels within the grid and in the old order, and no panel that could move up. */
function expectValid(next: GridLayout, before: GridLayout): void {
  expect([...next.keys()]).toEqual([...before.keys()]);
  const places = [...next.values()];
  places.forEach((each, index) => {
    expect(each.x >= 0 && each.y >= 0 && each.w >= 1 && each.h >= 1 && each.h <= MAX_PANEL_ROWS).toBe(true);
    expect(each.x + each.w).toBeLessThanOrEqual(GRID_COLUMNS);
    const others = places.filter((_, other) => other !== index);
    expect(others.some((other) => overlap(each, other))).toBe(false);
    const above = { ...each, y: each.y - 1 };
    expect(each.y === 0 || others.some((other) => overlap(above, other))).toBe(true);
  });
}
const nth = (panels: GridLayout, index: number): string => [...panels.keys()][index % panels.size] as string;

const grid = (...rows: string[]): GridLayout => {
  const places = new Map<string, Place>();
  rows.forEach((row, y) => {
    row.split('').forEach((id, x) => {
      if (id === '.') return;
      const { x: left, y: top } = places.get(id) ?? { x, y };
      places.set(id, { x: left, y: top, w: x - left + 1, h: y - top + 1 });
    });
  });
  return places;
};
const drawn = (panels: GridLayout): string[] =>
  Array.from({ length: heightOf(panels) }, (_, y) =>
    Array.from({ length: GRID_COLUMNS }, (__, x) => {
      const cell = { x, y, w: 1, h: 1 };
      return [...panels].find(([, each]) => overlap(each, cell))?.[0] ?? '.';
    }).join(''),
  );

describe('a grid layout', () => {
  it('is valid after any change of any layout', () => {
    fc.assert(
      fc.property(layout, fc.nat(), anywhere, anySize, direction, (before, index, to, size, side) => {
        const id = nth(before, index);
        expectValid(compact(before), before);
        expectValid(movePanel(before, id, to), before);
        expectValid(resizePanel(before, id, size), before);
        expectValid(stepPanel(compact(before), id, side), before);
      }),
    );
  });

  it('keeps all sizes when a panel moves, and all other sizes when a panel is resized', () => {
    const sizes = (panels: GridLayout, except?: string): unknown[] =>
      [...panels].filter(([id]) => id !== except).map(([id, { w, h }]) => [id, w, h]);
    fc.assert(
      fc.property(layout, fc.nat(), anywhere, anySize, (before, index, to, size) => {
        const id = nth(before, index);
        expect(sizes(movePanel(before, id, to))).toEqual(sizes(before));
        expect(sizes(resizePanel(before, id, size), id)).toEqual(sizes(before, id));
      }),
    );
  });

  it('does not change a valid layout without a reason', () => {
    fc.assert(
      fc.property(layout, fc.nat(), (any, index) => {
        const before = compact(any);
        const id = nth(before, index);
        expect(compact(before)).toEqual(before);
        expect(resizePanel(before, id, before.get(id) as Place)).toEqual(before);
      }),
    );
  });

  it('does not modify its arguments', () => {
    fc.assert(
      fc.property(layout, fc.nat(), anywhere, (before, index, to) => {
        const copy = new Map([...before].map(([id, each]) => [id, { ...each }]));
        movePanel(before, nth(before, index), to);
        stepPanel(before, nth(before, index), 'down');
        expect(before).toEqual(copy);
      }),
    );
  });

  it('ignores unknown panel ids', () => {
    const before = grid('aaabbb');
    expect([movePanel(before, 'z', { x: 0, y: 0 }), resizePanel(before, 'z', { w: 1, h: 1 })]).toEqual([
      before,
      before,
    ]);
    expect(stepPanel(before, 'z', 'up')).toBe(before);
  });
});

describe('movePanel', () => {
  it('swaps the panel with a panel of the same size', () => {
    expect(drawn(movePanel(grid('aaabbbcccddd'), 'a', { x: 5, y: 0 }))).toEqual(['cccbbbaaaddd']);
  });

  it('pushes other panels down, or up once the panel has passed their middle', () => {
    const before = grid('aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'bbbbbbbbbbbb', 'cccccccccccc');
    expect(drawn(movePanel(before, 'c', { x: 0, y: 1 }))).toEqual([
      'aaaaaaaaaaaa',
      'cccccccccccc',
      'bbbbbbbbbbbb',
      'bbbbbbbbbbbb',
    ]);
    expect(drawn(movePanel(before, 'b', { x: 0, y: 2 }))).toEqual([
      'aaaaaaaaaaaa',
      'cccccccccccc',
      'bbbbbbbbbbbb',
      'bbbbbbbbbbbb',
    ]);
  });

  it('closes the gap that the panel leaves', () => {
    const before = grid('aaaaaa......', 'bbbbbb......');
    expect(drawn(movePanel(before, 'a', { x: 6, y: 0 }))).toEqual(['bbbbbbaaaaaa']);
  });
});

describe('stepPanel', () => {
  it('moves up or down until the layout changes', () => {
    const before = grid('aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'bbbbbbbbbbbb', 'bbbbbbbbbbbb');
    const after = ['bbbbbbbbbbbb', 'bbbbbbbbbbbb', 'bbbbbbbbbbbb', 'aaaaaaaaaaaa'];
    expect(drawn(stepPanel(before, 'a', 'down'))).toEqual(after);
    expect(drawn(stepPanel(grid(...after), 'a', 'up'))).toEqual(drawn(before));
  });

  it('swaps the panel with a neighbor of the same height and any width', () => {
    const before = grid('aaabbbbbcc..');
    expect(drawn(stepPanel(before, 'a', 'right'))).toEqual(['bbbbbaaacc..']);
    expect(drawn(stepPanel(before, 'b', 'left'))).toEqual(['bbbbbaaacc..']);
    expect(drawn(stepPanel(before, 'c', 'right'))).toEqual(['aaabbbbb.cc.']);
  });

  it('does not move a panel out of the grid', () => {
    const before = grid('aaaaaa......');
    for (const way of ['left', 'up', 'down'] as const) expect(stepPanel(before, 'a', way)).toBe(before);
  });

  it('moves the panel in the given direction or not at all', () => {
    fc.assert(
      fc.property(layout, fc.nat(), direction, (any, index, side) => {
        const before = compact(any);
        const id = nth(before, index);
        const next = stepPanel(before, id, side);
        const [from, to] = [before.get(id) as Place, next.get(id) as Place];
        const moved = { left: from.x - to.x, right: to.x - from.x, up: from.y - to.y, down: to.y - from.y }[side];
        expect(next === before || moved > 0).toBe(true);
      }),
    );
  });
});

describe('resizePanel', () => {
  it('moves overlapping panels down and keeps the position of the panel', () => {
    expect(drawn(resizePanel(grid('aaabbb......', 'cccccc......'), 'a', { w: 4, h: 1 }))).toEqual([
      'aaaa........',
      '...bbb......',
      'cccccc......',
    ]);
  });
});

describe('freePlace', () => {
  it('returns the first place with enough room', () => {
    expect(freePlace(grid('aaaaaa.bbbbb', 'aaaaaa......'), { w: 6, h: 1 })).toEqual({ x: 6, y: 1, w: 6, h: 1 });
    expect(freePlace(new Map(), { w: 12, h: 3 })).toEqual({ x: 0, y: 0, w: 12, h: 3 });
  });

  it('returns a place that overlaps no panel', () => {
    fc.assert(
      fc.property(layout, place, (before, size) => {
        const found = freePlace(before, size);
        expect([...before.values()].some((other) => overlap(found, other))).toBe(false);
        expect(found.x + found.w).toBeLessThanOrEqual(GRID_COLUMNS);
      }),
    );
  });
});
