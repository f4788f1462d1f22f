import { formatValue, type FormatOptions } from '../ui/format/value';
import { parseUnit } from '../ui/format/unit';
import { formatSpan } from '../ui/format/time';
import { RANGE_MS, type Range } from '../../wire/range';
import type { SeriesPoint } from './series';

export interface Delta {
  readonly direction: 'up' | 'down' | 'same';
  /** The size of the change without its sign: `12.4 %`, `21 ms`. */
  readonly amount: string;
  /** What it is compared with: `1 h ago`. */
  readonly since: string;
}

const PERCENT: FormatOptions = { unit: 'percent' };

/**
 * How far the last value is from the first of the range. In percent of that first value; values that are percentages
 * themselves, and a first value of 0, are compared by their difference.
 */
export function deltaOf(points: readonly SeriesPoint[], range: Range, format: FormatOptions): Delta | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const change = last.value - first.value;
  const relative = first.value !== 0 && parseUnit(format.unit).kind !== 'percent';
  const amount = relative
    ? formatValue((Math.abs(change) / Math.abs(first.value)) * 100, PERCENT)
    : formatValue(Math.abs(change), format);
  return {
    direction: change > 0 ? 'up' : change < 0 ? 'down' : 'same',
    amount,
    since: `${sinceLabel(last.time - first.time, range)} ago`,
  };
}

/** The range's own name where the data reach back to (nearly) its start; else how far they really do. */
function sinceLabel(span: number, range: Range): string {
  return span >= RANGE_MS[range] * 0.9 ? RANGE_LABELS[range] : formatSpan(span);
}

const RANGE_LABELS: Readonly<Record<Range, string>> = {
  '15m': '15 min',
  '1h': '1 h',
  '6h': '6 h',
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  '90d': '90 d',
};
