const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is sealed as one: the points of a series within an hour (UTC). Microseconds, as everything here. */
export const WINDOW = HOUR;

/** So long a window waits for points that come late. It is longer than the server's own times may run ahead. */
export const GRACE = 5 * MINUTE;

export interface Level {
  /** Length of its cells. They divide a window. */
  readonly step: number;
  /** Cells of this much time lie in one row: few rows to read for a long range, little to write anew for each window. */
  readonly span: number;
  /** Whether its cells have sketches, for percentiles. */
  readonly sketches: boolean;
}

/**
 * The rollups, the finest first. None is finer than a minute: of points every 10 s, cells of 10 s would be the points
 * once more, with five numbers instead of one. The same goes for sketches of minutes: percentiles of less than ten
 * minutes come from raw points, and where these are gone they are told by ten minutes.
 */
export const LEVELS: readonly Level[] = [
  { step: MINUTE, span: 2 * HOUR, sketches: false },
  { step: 10 * MINUTE, span: DAY, sketches: true },
  { step: HOUR, span: 5 * DAY, sketches: true },
];

/** From when on a level is kept, in microseconds: everything since then is there, nothing before it may be relied on. */
export interface RetentionCutoffs {
  readonly raw: number;
  /** As in `LEVELS`. */
  readonly levels: readonly number[];
}

export const NO_CUTOFFS: RetentionCutoffs = { raw: 0, levels: LEVELS.map(() => 0) };

export function floorTo(time: number, step: number): number {
  return Math.floor(time / step) * step;
}

export function ceilTo(time: number, step: number): number {
  return Math.ceil(time / step) * step;
}

/** Before this everything is sealed once all steps of `now` are done, but for the last points of series. */
export function sealedUntil(now: number): number {
  return floorTo(now - GRACE, WINDOW);
}
