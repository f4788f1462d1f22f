import { GRID_COLUMNS } from '../../../wire/grid';
import { GAP_PX, ROW_PX } from '../../panels/grid/grid-size';
import { type GridLayout, type Place, movePanel, resizePanel } from './grid-layout';

/** A panel on its way, by mouse or finger. Distances are pixels of the page, so that scrolling counts, too. */
export interface Drag {
  readonly kind: 'move' | 'resize';
  readonly id: string;
  readonly from: Place;
  readonly start: Point;
  readonly now: Point;
  /** From the left edge of a column to that of the next. */
  readonly columnPx: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Less is a press with a hand that trembles. */
const THRESHOLD_PX = 4;
const STEP_Y_PX = ROW_PX + GAP_PX;

/** @param innerWidth of the grid, without its padding */
export function columnStep(innerWidth: number): number {
  return (innerWidth + GAP_PX) / GRID_COLUMNS;
}

export function hasBegun({ start, now }: Drag): boolean {
  return Math.hypot(now.x - start.x, now.y - start.y) >= THRESHOLD_PX;
}

/** The layout if the panel were dropped now. */
export function dropped(layout: GridLayout, drag: Drag): GridLayout {
  const { id, from, kind, columnPx, start, now } = drag;
  const columns = Math.round((now.x - start.x) / columnPx);
  const rows = Math.round((now.y - start.y) / STEP_Y_PX);
  return kind === 'move'
    ? movePanel(layout, id, { x: from.x + columns, y: from.y + rows })
    : resizePanel(layout, id, { w: from.w + columns, h: from.h + rows });
}

/** How far from its place in the grid the panel is drawn, so that it stays under the pointer: a CSS `translate`. */
export function offsetOf({ kind, from, start, now, columnPx }: Drag, place: Place): string | null {
  if (kind === 'resize') return null;
  const x = now.x - start.x - (place.x - from.x) * columnPx;
  const y = now.y - start.y - (place.y - from.y) * STEP_Y_PX;
  return `${x}px ${y}px`;
}
