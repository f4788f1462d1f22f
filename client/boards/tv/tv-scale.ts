/** The width, in CSS pixels, that a board's twelve columns need for their type to sit well. */
const COMFORTABLE_WIDTH = 1280;

/** The least height of a row with its gap: below it, not even a number on two rows would have its line. */
const LEAST_ROW = 64;

/** What is around the rows: the padding, and the line of words below. */
const AROUND = 56;

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
