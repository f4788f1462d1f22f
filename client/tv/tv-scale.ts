/** The width at which twelve columns have enough room for text of the normal size, in CSS pixels. */
const COMFORTABLE_WIDTH_PX = 1280;

/** The minimum height of a row with its gap. It is just enough for the sparkline of a number on two rows. */
const MIN_ROW_PX = 64;

/** The height of a row with its gap at which panels show all their parts, as on a desktop screen. */
const COMFORTABLE_ROW_PX = 80;

/** The height of the padding and the status line. */
const CHROME_HEIGHT_PX = 56;

/**
 * The length of the longer side, in CSS pixels, at which text has the size of a desktop screen. This is the minimum that is
 * readable at 3 m: at 1920 pixels, panel titles are 16 pixels high. Larger screens are assumed to be farther away.
 */
const MIN_LONG_SIDE_PX = 1600;

/** Up to this width, the board has one column and scrolls, as on a phone. Also in `tv-page.scss`. */
const ONE_COLUMN_PX = 720;

/**
 * Returns the zoom factor: as large as the width allows, or less if the rows would not fit.
 *
 * @param width width of the screen in CSS pixels
 * @param height height of the screen in CSS pixels
 * @param rows number of grid rows on the page
 */
export function tvScale(width: number, height: number, rows: number): number {
  if (width <= ONE_COLUMN_PX || height <= 0) return 1;
  return Math.min(width / COMFORTABLE_WIDTH_PX, height / (Math.max(1, rows) * MIN_ROW_PX + CHROME_HEIGHT_PX));
}

/** Returns how many grid rows fit on a screen in readable size. A board with more rows is split into pages. */
export function tvRows(width: number, height: number): number {
  if (width <= ONE_COLUMN_PX || height <= 0) return Infinity;
  const minScale = Math.min(width / COMFORTABLE_WIDTH_PX, Math.max(width, height) / MIN_LONG_SIDE_PX);
  return Math.max(1, Math.floor((height / minScale - CHROME_HEIGHT_PX) / COMFORTABLE_ROW_PX));
}
