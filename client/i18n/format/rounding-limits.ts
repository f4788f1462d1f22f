import { exponentOf, roundTo, shift, withoutNoise } from './decimals';
import type { Boundary } from './format-options';

/** Digits of a double that are sure. */
const RELIABLE_DIGITS = 15;

/** A boundary as it concerns the size of one value: what is written of the value must lie on the same side of it. */
export interface Limit {
  readonly at: number;
  /** Where the value itself is: 1 above, -1 below, 0 on it. */
  readonly side: number;
  /** Whether the text may stand on the boundary, because the value has reached it. */
  readonly mayEqual: boolean;
}

/** The limits of a value's size (its sign is written apart). */
export function limitsOf(value: number, boundaries: readonly Boundary[] = []): readonly Limit[] {
  const sign = value < 0 ? -1 : 1;
  return boundaries.map(({ at, reached }) => ({
    at: sign * at,
    side: sign * Math.sign(value - at),
    mayEqual: reached === 'above' ? value >= at : value <= at,
  }));
}

/** 100 %, which is neither reached from below nor left upwards by rounding. Noise above it is no difference. */
export function limitOfHundred(percent: number): Limit {
  const size = Math.abs(percent);
  return { at: 100, side: Math.sign((size > 100 ? withoutNoise(size) : size) - 100), mayEqual: false };
}

export function scaleLimits(limits: readonly Limit[], scale: (value: number) => number): readonly Limit[] {
  return limits.map((limit) => ({ ...limit, at: scale(limit.at) }));
}

/** Whether a boundary keeps a value from being written as `shown`, which is its size or more. */
export function hasBoundaryBetween(size: number, shown: number, limits: readonly Limit[]): boolean {
  return shown > size && limits.some(({ at }) => at >= size && at <= shown);
}

/** Whether a text that reads `shown` is on the value's side of every boundary. */
export function isOnSameSide(shown: number, limits: readonly Limit[]): boolean {
  return limits.every(({ at, side, mayEqual }) => {
    const shownSide = Math.sign(shown - at);
    return shownSide === side || (shownSide === 0 && mayEqual);
  });
}

export interface Rounding {
  /** Digits after the point; before it where they are negative. */
  readonly places: number;
  /** Whether the places were asked for: then the value is rounded to its own side of a boundary before it gets more. */
  readonly fixed: boolean;
  readonly down: boolean;
  /** More places than these cannot be written. */
  readonly most: number;
}

export interface Rounded {
  readonly value: number;
  readonly places: number;
}

/**
 * Rounds a size, with as many more places as it takes to stay on its side of all boundaries.
 *
 * @returns undefined where so many places cannot be written.
 */
export function roundWithin(
  size: number,
  { places, fixed, down, most: possible }: Rounding,
  given: readonly Limit[],
): Rounded | undefined {
  if (given.length === 0) return { value: roundTo(size, places, down), places };
  const limits = scaleLimits(given, withoutNoise);
  const most = Math.min(possible, Math.max(places, RELIABLE_DIGITS - 1 - exponentOf(size)));
  for (let count = places; count <= most; count += 1) {
    const nearest = roundTo(size, count, down);
    const neighbors = fixed || count === most ? [1, -1].map((step) => shift(shift(nearest, count) + step, -count)) : [];
    const value = [nearest, ...neighbors].find((rounded) => isOnSameSide(rounded, limits));
    if (value !== undefined) return { value, places: count };
  }
  return undefined;
}
