import { describe, expect, it } from '@jest/globals';
import { type Drag, columnStep, layoutAfterDrop, hasStarted, offsetOf } from './grid-drag';
import type { GridLayout } from './grid-layout';

const place = { x: 0, y: 0, w: 3, h: 2 };
const layout: GridLayout = new Map([['a', place]]);
const drag = (kind: Drag['kind'], x: number, y: number): Drag => ({
  kind,
  id: 'a',
  from: place,
  start: { x: 500, y: 400 },
  now: { x: 500 + x, y: 400 + y },
  columnPx: columnStep(1_188),
});

describe('a grid drag', () => {
  it('has columns of 100 pixels in a grid of 1188 pixels', () => {
    expect(columnStep(1_188)).toBe(100);
  });

  it('starts at a distance of 4 pixels', () => {
    expect([hasStarted(drag('move', 2, -3)), hasStarted(drag('move', -3, 3))]).toEqual([false, true]);
  });

  it('moves to the nearest column', () => {
    expect(layoutAfterDrop(layout, drag('move', 349, 0)).get('a')?.x).toBe(3);
    expect(layoutAfterDrop(layout, drag('move', 351, 0)).get('a')?.x).toBe(4);
  });

  it('resizes by whole columns and rows', () => {
    expect(layoutAfterDrop(layout, drag('resize', 160, 88)).get('a')).toEqual({ x: 0, y: 0, w: 5, h: 3 });
  });

  it('keeps a moved panel under the pointer', () => {
    expect(offsetOf(drag('move', 130, 70), { ...place, x: 1 })).toBe('30px 70px');
    expect(offsetOf(drag('move', 130, 100), { ...place, y: 1 })).toBe('130px 12px');
    expect(offsetOf(drag('resize', 130, 70), place)).toBeNull();
  });
});
