/** Number of columns of the layout grid. */
export const GRID_COLUMNS = 12;

/** Maximum height of a panel, in rows of the grid. */
export const MAX_PANEL_ROWS = 100;
