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

/** No overlaps, inside of the grid, every panel there in the old order, no row that could be closed. */
function expectSound(next: GridLayout, before: GridLayout): void {
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

describe('a layout', () => {
  it('is sound after any act, whatever it was before', () => {
    fc.assert(
      fc.property(layout, fc.nat(), anywhere, anySize, direction, (before, index, to, size, way) => {
        const id = nth(before, index);
        expectSound(compact(before), before);
        expectSound(movePanel(before, id, to), before);
        expectSound(resizePanel(before, id, size), before);
        expectSound(stepPanel(compact(before), id, way), before);
      }),
    );
  });

  it('keeps every size when something moves, and all but one when something is resized', () => {
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

  it('stays as it is when it is sound and nothing is done to it', () => {
    fc.assert(
      fc.property(layout, fc.nat(), (any, index) => {
        const before = compact(any);
        const id = nth(before, index);
        expect(compact(before)).toEqual(before);
        expect(resizePanel(before, id, before.get(id) as Place)).toEqual(before);
      }),
    );
  });

  it('leaves what it was given alone', () => {
    fc.assert(
      fc.property(layout, fc.nat(), anywhere, (before, index, to) => {
        const copy = new Map([...before].map(([id, each]) => [id, { ...each }]));
        movePanel(before, nth(before, index), to);
        stepPanel(before, nth(before, index), 'down');
        expect(before).toEqual(copy);
      }),
    );
  });

  it('ignores a panel that it does not have', () => {
    const before = grid('aaabbb');
    expect([movePanel(before, 'z', { x: 0, y: 0 }), resizePanel(before, 'z', { w: 1, h: 1 })]).toEqual([
      before,
      before,
    ]);
    expect(stepPanel(before, 'z', 'up')).toBe(before);
  });
});

describe('moving', () => {
  it('changes places with an equally large panel', () => {
    expect(drawn(movePanel(grid('aaabbbcccddd'), 'a', { x: 5, y: 0 }))).toEqual(['cccbbbaaaddd']);
  });

  it('pushes what is in the way down, or up once it has passed its middle', () => {
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

  it('closes the hole that it leaves', () => {
    const before = grid('aaaaaa......', 'bbbbbb......');
    expect(drawn(movePanel(before, 'a', { x: 6, y: 0 }))).toEqual(['bbbbbbaaaaaa']);
  });
});

describe('a step', () => {
  it('goes on until it makes a difference', () => {
    const before = grid('aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'bbbbbbbbbbbb', 'bbbbbbbbbbbb');
    const after = ['bbbbbbbbbbbb', 'bbbbbbbbbbbb', 'bbbbbbbbbbbb', 'aaaaaaaaaaaa'];
    expect(drawn(stepPanel(before, 'a', 'down'))).toEqual(after);
    expect(drawn(stepPanel(grid(...after), 'a', 'up'))).toEqual(drawn(before));
  });

  it('to the side changes places with a neighbour as high, whatever its width', () => {
    const before = grid('aaabbbbbcc..');
    expect(drawn(stepPanel(before, 'a', 'right'))).toEqual(['bbbbbaaacc..']);
    expect(drawn(stepPanel(before, 'b', 'left'))).toEqual(['bbbbbaaacc..']);
    expect(drawn(stepPanel(before, 'c', 'right'))).toEqual(['aaabbbbb.cc.']);
  });

  it('out of the grid is none', () => {
    const before = grid('aaaaaa......');
    for (const way of ['left', 'up', 'down'] as const) expect(stepPanel(before, 'a', way)).toBe(before);
  });

  it('in any direction is either none or moves the panel that way', () => {
    fc.assert(
      fc.property(layout, fc.nat(), direction, (any, index, way) => {
        const before = compact(any);
        const id = nth(before, index);
        const next = stepPanel(before, id, way);
        const [from, to] = [before.get(id) as Place, next.get(id) as Place];
        const moved = { left: from.x - to.x, right: to.x - from.x, up: from.y - to.y, down: to.y - from.y }[way];
        expect(next === before || moved > 0).toBe(true);
      }),
    );
  });
});

describe('resizing', () => {
  it('sends what is in the way below, and keeps its place', () => {
    expect(drawn(resizePanel(grid('aaabbb......', 'cccccc......'), 'a', { w: 4, h: 1 }))).toEqual([
      'aaaa........',
      '...bbb......',
      'cccccc......',
    ]);
  });
});

describe('a free place', () => {
  it('is the first that has room', () => {
    expect(freePlace(grid('aaaaaa.bbbbb', 'aaaaaa......'), { w: 6, h: 1 })).toEqual({ x: 6, y: 1, w: 6, h: 1 });
    expect(freePlace(new Map(), { w: 12, h: 3 })).toEqual({ x: 0, y: 0, w: 12, h: 3 });
  });

  it('overlaps nothing', () => {
    fc.assert(
      fc.property(layout, place, (before, size) => {
        const found = freePlace(before, size);
        expect([...before.values()].some((other) => overlap(found, other))).toBe(false);
        expect(found.x + found.w).toBeLessThanOrEqual(GRID_COLUMNS);
      }),
    );
  });
});
