/** Height of a row of the layout grid, and the gap between rows and columns, as in `_grid-layout.scss`. */
export const ROW_PX = 76;
export const GAP_PX = 12;
