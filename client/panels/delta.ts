import type { FormatOptions } from '../ui/format/format-options';
import { formatValue } from '../ui/format/value';
import { parseUnit } from '../ui/format/unit';
import { formatSpan } from '../ui/format/time';
import { isFixed, lengthOf, type Range, type TimeRange } from '../../wire/range';
import type { SeriesPoint } from './series';

/** Less than this apart two values say nothing of a direction. */
const SHORTEST_MS = 60_000;

export interface Delta {
  readonly direction: 'up' | 'down' | 'same';
  /** The size of the change without its sign: `12.4 %`, `21 ms`. */
  readonly amount: string;
  /** What it is compared with: `1 h ago`; in a fixed window `over 2 h`. */
  readonly since: string;
}

/**
 * How far the last value is from the first of the range. In percent of that first value; values that are percentages
 * themselves are compared in points, and those that began at 0 by their difference.
 */
export function deltaOf(points: readonly SeriesPoint[], range: TimeRange, format: FormatOptions): Delta | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.time - first.time < SHORTEST_MS) return undefined;
  const change = last.value - first.value;
  return {
    direction: change > 0 ? 'up' : change < 0 ? 'down' : 'same',
    amount: amountOf(Math.abs(change), Math.abs(first.value), format),
    since: sinceWords(last.time - first.time, range),
  };
}

function amountOf(change: number, base: number, format: FormatOptions): string {
  const unit = parseUnit(format.unit);
  if (unit.kind === 'percent') {
    const points = change * unit.factor;
    return formatValue(points, { unit: 'points', decimals: decimalsOf(points) });
  }
  if (base === 0) return formatValue(change, format);
  const percent = (change / base) * 100;
  return formatValue(percent, { unit: 'percent', decimals: decimalsOf(percent) });
}

/** A change is read roughly: two figures, and no more than one digit after the point where it is not tiny. */
function decimalsOf(size: number): number {
  return size >= 100 ? 0 : size >= 1 ? 1 : 2;
}

/** The range's own length where the data reach back to (nearly) its start; else how far they really do. */
function sinceWords(span: number, range: TimeRange): string {
  const length = lengthOf(range);
  const whole = span >= length * 0.9;
  // The end of a fixed window is not the present, so nothing there was so long ago.
  if (isFixed(range)) return `over ${formatSpan(whole ? length : span)}`;
  return `${whole ? RANGE_LABELS[range] : formatSpan(span)} ago`;
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
