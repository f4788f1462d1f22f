import { DAY_US, HOUR_US, MINUTE_US } from '../../common/time/timestamps.js';

/** Points are sealed by windows: those of a series within one hour (UTC) together. */
export const WINDOW_US = HOUR_US;

/**
 * A window waits this long for late points before it is sealed. The times that the server assigns may be ahead of the clock,
 * but by less than this.
 */
export const GRACE_US = 5 * MINUTE_US;

export interface RollupLevel {
  /** Length of its buckets. It divides a window. */
  readonly stepUs: number;
  /** How much time one row covers: long enough that long ranges read few rows, short enough that a window rewrites little. */
  readonly spanUs: number;
  /** Whether its buckets have sketches, from which percentiles are computed. */
  readonly sketches: boolean;
}

/**
 * The rollup levels, the finest first. None is finer than a minute: if points come every 10 s, buckets of 10 s would store
 * five numbers for each point. Sketches of single minutes would not pay off either, so percentiles over less than
 * ten minutes need raw points. Where these are deleted, they are computed over ten minutes.
 */
export const ROLLUP_LEVELS: readonly RollupLevel[] = [
  { stepUs: MINUTE_US, spanUs: 2 * HOUR_US, sketches: false },
  { stepUs: 10 * MINUTE_US, spanUs: DAY_US, sketches: true },
  { stepUs: HOUR_US, spanUs: 5 * DAY_US, sketches: true },
];

/** The retention cutoffs. Data since a cutoff is complete; older data may be missing and is not read. */
export interface RetentionCutoffs {
  readonly rawUs: number;
  /** In the order of `ROLLUP_LEVELS`. */
  readonly levelCutoffsUs: readonly number[];
}

/** The cutoffs while everything is kept. */
export const NO_CUTOFFS: RetentionCutoffs = { rawUs: 0, levelCutoffsUs: ROLLUP_LEVELS.map(() => 0) };

export function floorToMultiple(value: number, step: number): number {
  return Math.floor(value / step) * step;
}

export function ceilToMultiple(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/**
 * Returns the time before which all points are sealed, except for the last point of each series, once the sealing of this
 * minute is done.
 */
export function sealedUntilUs(nowUs: number): number {
  return floorToMultiple(nowUs - GRACE_US, WINDOW_US);
}
