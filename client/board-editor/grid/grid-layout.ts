import { GRID_COLUMNS, MAX_PANEL_ROWS } from '../../../wire/grid';

/** A place on the grid, in columns and rows. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Who lies where. All functions here leave what they are given as it is, and answer a layout without overlaps or holes. */
export type GridLayout = ReadonlyMap<string, Place>;

export type Direction = 'left' | 'right' | 'up' | 'down';

export function overlap(a: Place, b: Place): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Each panel as far up as the panels above it let it; those that overlap go below one another. */
export function compact(layout: GridLayout): GridLayout {
  return settle(layout, inReadingOrder(layout));
}

/**
 * The layout with a panel dropped at a column and row. It takes the place of an equally large panel that it covers more
 * than half of; others make room, upwards where it came down past their middle, else downwards.
 */
export function movePanel(layout: GridLayout, id: string, to: { x: number; y: number }): GridLayout {
  const from = layout.get(id);
  if (!from) return layout;
  const target = { ...from, x: clamp(to.x, 0, GRID_COLUMNS - from.w), y: Math.max(0, Math.round(to.y)) };
  const twin = twinUnder(layout, id, target);
  if (twin) {
    const [twinId, twinPlace] = twin;
    return compact(new Map([...layout, [id, twinPlace], [twinId, from]]));
  }
  const edge = target.y > from.y ? target.y + target.h : target.y;
  return insert(layout, id, target, ({ y, h }) => y + h / 2 <= edge);
}

/** The layout with a panel of another size; what is in its way goes below it. */
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

/** One step with the keyboard: the nearest place in this direction that makes a difference; `layout` if there is none. */
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

/** The topmost, then leftmost place that has room for a panel of this size. */
export function freePlace(layout: GridLayout, size: { w: number; h: number }): Place {
  const { w, h } = size;
  for (let y = 0; ; y += 1) {
    for (let x = 0; x + w <= GRID_COLUMNS; x += 1) {
      const place = { x, y, w, h };
      if (![...layout.values()].some((other) => overlap(place, other))) return place;
    }
  }
}

/** Rows that the layout takes. */
export function heightOf(layout: GridLayout): number {
  return Math.max(0, ...[...layout.values()].map(({ y, h }) => y + h));
}

/** A neighbour of the same row and height changes sides with it; else it moves by a column. */
function stepSideways(layout: GridLayout, id: string, from: Place, direction: 'left' | 'right'): GridLayout {
  const x = direction === 'right' ? from.x + 1 : from.x - 1;
  if (x < 0 || x + from.w > GRID_COLUMNS) return layout;
  const neighbour = [...layout].find(
    ([, { x: otherX, y, w, h }]) =>
      y === from.y && h === from.h && (direction === 'right' ? otherX === from.x + from.w : otherX + w === from.x),
  );
  if (!neighbour) return movePanel(layout, id, { x, y: from.y });
  const [otherId, other] = neighbour;
  const left = Math.min(from.x, other.x);
  const [mine, theirs] = direction === 'right' ? [left + other.w, left] : [left, left + from.w];
  return compact(new Map([...layout, [id, { ...from, x: mine }], [otherId, { ...other, x: theirs }]]));
}

function twinUnder(layout: GridLayout, id: string, target: Place): readonly [string, Place] | undefined {
  return [...layout].find(([otherId, { x, y, w, h }]) => {
    const across = Math.min(x + w, target.x + target.w) - Math.max(x, target.x);
    const down = Math.min(y + h, target.y + target.h) - Math.max(y, target.y);
    const sameSize = w === target.w && h === target.h;
    return otherId !== id && sameSize && across > 0 && down > 0 && across * down * 2 > w * h;
  });
}

/** Lays the panel down after those that stay above it, and before the rest. */
function insert(layout: GridLayout, id: string, target: Place, staysAbove: (other: Place) => boolean): GridLayout {
  const others = inReadingOrder(layout).filter((other) => other !== id);
  const isAbove = (other: string): boolean => staysAbove(layout.get(other) as Place);
  const order = [...others.filter(isAbove), id, ...others.filter((other) => !isAbove(other))];
  return settle(new Map([...layout, [id, target]]), order);
}

/** Lays the panels down one by one, each as high as those before it let it. Keeps the order of the map. */
function settle(layout: GridLayout, order: readonly string[]): GridLayout {
  const settled = new Map<string, Place>();
  for (const id of order) {
    const place = layout.get(id) as Place;
    settled.set(id, { ...place, y: highestRow(place, [...settled.values()]) });
  }
  return new Map([...layout.keys()].map((id) => [id, settled.get(id) as Place]));
}

/** Right below the lowest of the panels that share a column with it, so that nothing passes through another one. */
function highestRow({ x, w }: Place, above: readonly Place[]): number {
  const inTheWay = above.filter((other) => x < other.x + other.w && other.x < x + w);
  return Math.max(0, ...inTheWay.map(({ y, h }) => y + h));
}

function inReadingOrder(layout: GridLayout): string[] {
  return [...layout].toSorted(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => id);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(Math.round(value), least), most);
}
