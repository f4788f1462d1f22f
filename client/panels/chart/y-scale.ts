import { parseUnit } from '../../ui/format/unit';

export interface YBounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * The y axis for data between `low` and `high`: from 0 where the values are not negative and 0 is not far below them,
 * else close around them, with a little air. Bounds that were asked for are kept.
 */
export function yRange(low: number, high: number, bounds: YBounds = {}): [number, number] {
  if (low === 0 && high === 0 && bounds.max === undefined) return [Math.min(0, bounds.min ?? 0), 1];
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  const fromZero = low >= 0 && low <= high * 0.85;
  const min = bounds.min ?? (fromZero ? 0 : low >= 0 ? Math.max(0, low - air) : low - air);
  const max = bounds.max ?? (high <= 0 && low < 0 ? Math.min(0, high + air) : high + air);
  return max > min ? [min, max] : [min, min + 1];
}

/** Steps between grid lines: whole bytes, in powers of two for memory; else the plot's own (undefined). */
export function yIncrements(unit: string | undefined): number[] | undefined {
  const parsed = parseUnit(unit);
  if (parsed.kind !== 'scaled') return undefined;
  if (parsed.base === 1024) return Array.from({ length: 63 }, (_, exponent) => 2 ** exponent);
  return Array.from({ length: 18 }, (_, exponent) => [1, 2, 5].map((step) => step * 10 ** exponent)).flat();
}
