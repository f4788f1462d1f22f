import { parseUnit } from '../../ui/format/unit';

export interface YBounds {
  readonly min?: number;
  readonly max?: number;
}

/** Beyond this, sums of numbers would not be finite. */
const HUGE = 1e300;

/**
 * The y axis for data between `low` and `high`: from 0 where the values are not negative and 0 is not far below them,
 * else close around them, with a little air. Bounds that were asked for are kept.
 */
export function yRange(low: number, high: number, bounds: YBounds = {}): [number, number] {
  if (low === 0 && high === 0 && bounds.max === undefined) return [Math.min(0, bounds.min ?? 0), 1];
  const [least, most] = [Math.max(-HUGE, low), Math.min(HUGE, high)];
  const air = (most - least || Math.abs(most) || 1) * 0.08;
  const fromZero = least >= 0 && least <= most * 0.85;
  const min = bounds.min ?? (fromZero ? 0 : least >= 0 ? Math.max(0, least - air) : least - air);
  const max = bounds.max ?? (most <= 0 && least < 0 ? Math.min(0, most + air) : most + air);
  if (max > min) return [min, max];
  return min + 1 > min ? [min, min + 1] : [min, min + Math.abs(min) * 0.1];
}

/** Bars stand on 0, so that their lengths can be compared. */
export function barRange(low: number, high: number, bounds: YBounds = {}): [number, number] {
  return yRange(Math.min(0, low), Math.max(0, high), bounds);
}

/** Whole powers of ten around the data. Bounds that a logarithm cannot have are not kept. */
export function logRange(low: number, high: number, { min, max }: YBounds = {}): [number, number] {
  const least = min !== undefined && min > 0 ? min : 10 ** Math.floor(Math.log10(low > 0 ? low : 1));
  const most = max !== undefined && max > 0 ? max : 10 ** Math.ceil(Math.log10(high > 0 ? high : 1));
  return most > least ? [least, most] : [least, least * 10];
}

/** Steps between grid lines: whole bytes, in powers of two for memory; else the plot's own (undefined). */
export function yIncrements(unit: string | undefined): number[] | undefined {
  const parsed = parseUnit(unit);
  if (parsed.kind !== 'scaled') return undefined;
  if (parsed.base === 1024) return Array.from({ length: 63 }, (_, exponent) => 2 ** exponent);
  return Array.from({ length: 18 }, (_, exponent) => [1, 2, 5].map((step) => step * 10 ** exponent)).flat();
}
