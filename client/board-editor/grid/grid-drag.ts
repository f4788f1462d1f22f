import { GRID_COLUMNS } from '../../../wire/grid';
import { GAP_PX, ROW_PX } from '../../panels/grid/grid-size';
import { type GridLayout, type Place, movePanel, resizePanel } from './grid-layout';

/** A drag with mouse or touch. Positions are page coordinates, so that scrolling is included. */
export interface Drag {
  readonly kind: 'move' | 'resize';
  readonly id: string;
  readonly from: Place;
  readonly start: Point;
  readonly now: Point;
  /** Distance between the left edges of two adjacent columns. */
  readonly columnPx: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A drag starts at this distance. A shorter movement is a click. */
const THRESHOLD_PX = 4;
const STEP_Y_PX = ROW_PX + GAP_PX;

/**
 * Returns the distance between the left edges of two adjacent columns, in pixels.
 *
 * @param innerWidth width of the grid without its padding, in pixels
 */
export function columnStep(innerWidth: number): number {
  return (innerWidth + GAP_PX) / GRID_COLUMNS;
}

export function hasStarted({ start, now }: Drag): boolean {
  return Math.hypot(now.x - start.x, now.y - start.y) >= THRESHOLD_PX;
}

/** Returns the layout that results if the panel is dropped now. */
export function layoutAfterDrop(layout: GridLayout, drag: Drag): GridLayout {
  const { id, from, kind, columnPx, start, now } = drag;
  const columns = Math.round((now.x - start.x) / columnPx);
  const rows = Math.round((now.y - start.y) / STEP_Y_PX);
  return kind === 'move'
    ? movePanel(layout, id, { x: from.x + columns, y: from.y + rows })
    : resizePanel(layout, id, { w: from.w + columns, h: from.h + rows });
}

/** Returns the CSS `translate` that keeps the moved panel under the pointer; null while resizing. */
export function offsetOf({ kind, from, start, now, columnPx }: Drag, place: Place): string | null {
  if (kind === 'resize') return null;
  const x = now.x - start.x - (place.x - from.x) * columnPx;
  const y = now.y - start.y - (place.y - from.y) * STEP_Y_PX;
  return `${x}px ${y}px`;
}
