import { RANGE_MS, type Range } from '../../../wire/range';

const PIXELS = 900;

/** How far the window moves at once, in ms: about a pixel of a usual chart, between 2 s and a minute. */
export function stepOf(range: Range): number {
  const pixel = RANGE_MS[range] / PIXELS;
  return Math.min(60, Math.max(2, Math.round(pixel / 1_000))) * 1_000;
}
