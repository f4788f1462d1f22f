/** The contract's bounds of a layout (`wire/board.ts`, which would bring zod into the page). */
export const GRID_COLUMNS = 12;
export const MAX_PANEL_ROWS = 100;

/** The grid's measures in pixels, as `board-grid.scss` has them. */
export const ROW_PX = 76;
export const GAP_PX = 12;
