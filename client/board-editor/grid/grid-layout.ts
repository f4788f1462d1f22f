import { GRID_COLUMNS, MAX_PANEL_ROWS } from '../../../wire/grid';

/** The position and size of a panel on the grid, in columns and rows. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/**
 * Places by panel id. The functions in this file do not modify their arguments. They return layouts without overlaps or empty
 * rows.
 */
export type GridLayout = ReadonlyMap<string, Place>;

export type Direction = 'left' | 'right' | 'up' | 'down';

export function overlap(a: Place, b: Place): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Moves each panel up as far as possible, and overlapping panels below one another. */
export function compact(layout: GridLayout): GridLayout {
  return settle(layout, inReadingOrder(layout));
}

/**
 * Returns the layout with a panel moved to a column and row. If it covers more than half of a panel of the same size, the two
 * are swapped. Other panels make room: upwards if the panel has moved down past their middle, otherwise downwards.
 */
export function movePanel(layout: GridLayout, id: string, to: { x: number; y: number }): GridLayout {
  const from = layout.get(id);
  if (!from) return layout;
  const target = { ...from, x: clamp(to.x, 0, GRID_COLUMNS - from.w), y: Math.max(0, Math.round(to.y)) };
  const covered = coveredPanel(layout, id, target);
  if (covered) {
    const [coveredId, coveredPlace] = covered;
    return compact(new Map([...layout, [id, coveredPlace], [coveredId, from]]));
  }
  const edge = target.y > from.y ? target.y + target.h : target.y;
  return insert(layout, id, target, ({ y, h }) => y + h / 2 <= edge);
}

/** Returns the layout with a panel resized. Panels that would overlap move below it. */
export function resizePanel(layout: GridLayout, id: string, size: { w: number; h: number }): GridLayout {
  const from = layout.get(id);
  if (!from) return layout;
  const target = {
    ...from,
    w: clamp(size.w, 1, GRID_COLUMNS - from.x),
    h: clamp(size.h, 1, MAX_PANEL_ROWS),
  };
  return insert(layout, id, target, ({ y, h }) => y + h <= from.y);
}

/**
 * Moves a panel to the nearest different place in a direction, for the keyboard. Returns `layout` itself if there is none.
 */
export function stepPanel(layout: GridLayout, id: string, direction: Direction): GridLayout {
  const from = layout.get(id);
  if (!from) return layout;
  if (direction === 'left' || direction === 'right') return stepSideways(layout, id, from, direction);
  const rows = heightOf(layout) + from.h;
  const sign = direction === 'down' ? 1 : -1;
  for (let step = 1; step <= rows && from.y + sign * step >= 0; step += 1) {
    const next = movePanel(layout, id, { x: from.x, y: from.y + sign * step });
    const y = next.get(id)?.y ?? from.y;
    if (Math.sign(y - from.y) === sign) return next;
  }
  return layout;
}

/** Returns the topmost, then leftmost free place for a panel of this size. */
export function freePlace(layout: GridLayout, size: { w: number; h: number }): Place {
  const { w, h } = size;
  for (let y = 0; ; y += 1) {
    for (let x = 0; x + w <= GRID_COLUMNS; x += 1) {
      const place = { x, y, w, h };
      if (![...layout.values()].some((other) => overlap(place, other))) return place;
    }
  }
}

/** Returns the number of rows in the layout. */
export function heightOf(layout: GridLayout): number {
  return Math.max(0, ...[...layout.values()].map(({ y, h }) => y + h));
}

/** Swaps the panel with a neighbor of the same row and height, or else moves it by one column. */
function stepSideways(layout: GridLayout, id: string, from: Place, direction: 'left' | 'right'): GridLayout {
  const x = direction === 'right' ? from.x + 1 : from.x - 1;
  if (x < 0 || x + from.w > GRID_COLUMNS) return layout;
  const neighbor = [...layout].find(
    ([, { x: otherX, y, w, h }]) =>
      y === from.y && h === from.h && (direction === 'right' ? otherX === from.x + from.w : otherX + w === from.x),
  );
  if (!neighbor) return movePanel(layout, id, { x, y: from.y });
  const [otherId, other] = neighbor;
  const left = Math.min(from.x, other.x);
  const [mine, theirs] = direction === 'right' ? [left + other.w, left] : [left, left + from.w];
  return compact(new Map([...layout, [id, { ...from, x: mine }], [otherId, { ...other, x: theirs }]]));
}

/** Returns the panel of the same size that the target covers by more than half. */
function coveredPanel(layout: GridLayout, id: string, target: Place): readonly [string, Place] | undefined {
  return [...layout].find(([otherId, { x, y, w, h }]) => {
    const overlapX = Math.min(x + w, target.x + target.w) - Math.max(x, target.x);
    const overlapY = Math.min(y + h, target.y + target.h) - Math.max(y, target.y);
    const sameSize = w === target.w && h === target.h;
    return otherId !== id && sameSize && overlapX > 0 && overlapY > 0 && overlapX * overlapY * 2 > w * h;
  });
}

/** Places the panel after the panels that stay above it, and before all others. */
function insert(layout: GridLayout, id: string, target: Place, staysAbove: (other: Place) => boolean): GridLayout {
  const others = inReadingOrder(layout).filter((other) => other !== id);
  const isAbove = (other: string): boolean => staysAbove(layout.get(other) as Place);
  const order = [...others.filter(isAbove), id, ...others.filter((other) => !isAbove(other))];
  return settle(new Map([...layout, [id, target]]), order);
}

/** Places the panels in the given order, each as far up as possible. Keeps the order of the map. */
function settle(layout: GridLayout, order: readonly string[]): GridLayout {
  const settled = new Map<string, Place>();
  for (const id of order) {
    const place = layout.get(id) as Place;
    settled.set(id, { ...place, y: highestRow(place, [...settled.values()]) });
  }
  return new Map([...layout.keys()].map((id) => [id, settled.get(id) as Place]));
}

/** Returns the row below the lowest of the panels that share a column with the panel. */
function highestRow({ x, w }: Place, above: readonly Place[]): number {
  const overlapping = above.filter((other) => x < other.x + other.w && other.x < x + w);
  return Math.max(0, ...overlapping.map(({ y, h }) => y + h));
}

function inReadingOrder(layout: GridLayout): string[] {
  return [...layout].toSorted(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => id);
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(Math.round(value), min), max);
}
