import { exponentOf, roundTo, shift, withoutNoise } from './decimals';
import type { Boundary } from './format-options';

/** Significant digits that every double has. */
const RELIABLE_DIGITS = 15;

/** A boundary for the absolute value of a number: the text must be on the same side of it as the number. */
export interface Limit {
  readonly at: number;
  /** The side of the number itself: 1 above, -1 below, 0 on the boundary. */
  readonly side: number;
  /** Whether the text may be equal to the boundary, because the number has reached it. */
  readonly mayEqual: boolean;
}

/** Returns the limits for the absolute value of a number. */
export function limitsOf(value: number, boundaries: readonly Boundary[] = []): readonly Limit[] {
  const sign = value < 0 ? -1 : 1;
  return boundaries.map(({ at, reached }) => ({
    at: sign * at,
    side: sign * Math.sign(value - at),
    mayEqual: reached === 'above' ? value >= at : value <= at,
  }));
}

/** The limit 100 %, which rounding must not reach from below or leave upwards. Rounding errors above it are ignored. */
export function limitOfHundred(percent: number): Limit {
  const size = Math.abs(percent);
  return { at: 100, side: Math.sign((size > 100 ? withoutNoise(size) : size) - 100), mayEqual: false };
}

/** The number of fraction digits that a double of this size reliably has; negative for huge numbers. */
export function reliablePlaces(size: number): number {
  return RELIABLE_DIGITS - 1 - exponentOf(size);
}

export function scaleLimits(limits: readonly Limit[], scale: (value: number) => number): readonly Limit[] {
  return limits.map((limit) => ({ ...limit, at: scale(limit.at) }));
}

/** Whether there is a boundary between a number and the larger number `shown`. */
export function hasBoundaryBetween(size: number, shown: number, limits: readonly Limit[]): boolean {
  return shown > size && limits.some(({ at }) => at >= size && at <= shown);
}

/** Whether the number `shown` is on the same side of every boundary as the value. */
export function isOnSameSide(shown: number, limits: readonly Limit[]): boolean {
  return limits.every(({ at, side, mayEqual }) => {
    const shownSide = Math.sign(shown - at);
    return shownSide === side || (shownSide === 0 && mayEqual);
  });
}

export interface Rounding {
  /** Fraction digits; negative for tens, hundreds … */
  readonly places: number;
  /**
   * Whether the user set the places. The value is then rounded to its side of a boundary before more places are used.
   */
  readonly fixed: boolean;
  readonly down: boolean;
  /** The maximum number of places. */
  readonly most: number;
}

export interface Rounded {
  readonly value: number;
  readonly places: number;
}

/**
 * Rounds an absolute value, with more places if they are needed to stay on its side of all boundaries.
 *
 * @returns undefined if that needs more than the maximum number of places
 */
export function roundWithin(
  size: number,
  { places, fixed, down, most: possible }: Rounding,
  given: readonly Limit[],
): Rounded | undefined {
  if (given.length === 0) return { value: roundTo(size, places, down), places };
  const limits = scaleLimits(given, withoutNoise);
  const most = Math.min(possible, Math.max(places, reliablePlaces(size)));
  for (let count = places; count <= most; count += 1) {
    const nearest = roundTo(size, count, down);
    const neighbors = fixed || count === most ? [1, -1].map((step) => shift(shift(nearest, count) + step, -count)) : [];
    const value = [nearest, ...neighbors].find((rounded) => isOnSameSide(rounded, limits));
    if (value !== undefined) return { value, places: count };
  }
  return undefined;
}
