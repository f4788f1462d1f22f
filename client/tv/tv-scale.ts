/** The width, in CSS pixels, that a board's twelve columns need for their type to sit well. */
const COMFORTABLE_WIDTH = 1280;

/** The least height of a row with its gap: below it, not even a number on two rows would have its line. */
const LEAST_ROW = 64;

/** The height of a row with its gap at which panels show all that they have, as on a desk. */
const COMFORTABLE_ROW = 80;

/** What is around the rows: the padding, and the line of words below. */
const AROUND = 56;

/**
 * A screen of this many CSS pixels on its longer side shows type at its size on a desk, which is the least that is read
 * at 3 m: on 1920 the titles of panels are 16 pixels high then. A screen is as far away as it is large.
 */
const LEAST_LONG_SIDE = 1600;

/** Below this width the board is one column, which scrolls: a phone, not a wall. Also in `tv-page.scss`. */
const ONE_COLUMN = 720;

/**
 * How much larger than on a desk everything is drawn: as large as the width allows, less only where the board has so
 * many rows that they would not fit.
 */
export function tvScale(width: number, height: number, rows: number): number {
  if (width <= ONE_COLUMN || height <= 0) return 1;
  return Math.min(width / COMFORTABLE_WIDTH, height / (Math.max(1, rows) * LEAST_ROW + AROUND));
}

/** How many rows a screen shows in type that is still read from afar; a board of more is shown in pages. */
export function tvRows(width: number, height: number): number {
  if (width <= ONE_COLUMN || height <= 0) return Infinity;
  const least = Math.min(width / COMFORTABLE_WIDTH, Math.max(width, height) / LEAST_LONG_SIDE);
  return Math.max(1, Math.floor((height / least - AROUND) / COMFORTABLE_ROW));
}
