import type { FormatOptions } from '../ui/format/format-options';
import { formatValue } from '../ui/format/value';
import { parseUnit } from '../ui/format/unit';
import { formatSpan } from '../ui/format/time';
import { isFixed, lengthOf, type TimeRange } from '../../wire/range';
import type { SeriesPoint } from './series';

/** A series has not a point for every moment: with this part of the asked length it reaches back so far. */
const NEARLY = 0.9;

/** Less than this apart two values say nothing of a direction. */
const SHORTEST_MS = 60_000;

export interface Delta {
  readonly direction: 'up' | 'down' | 'same';
  /** The size of the change without its sign: `12.4 %`, `21 ms`. */
  readonly amount: string;
  /** What it is compared with: `1 h ago`; in a fixed window `2 h earlier`. */
  readonly since: string;
}

/**
 * How far the last value is from the first of the range, or from the one of `fromMs` before it: then only where the
 * points reach back so far. In percent of that earlier value; values that are percentages themselves are compared in
 * points, and those that began at 0 by their difference. A yes or no has no distance.
 */
export function deltaOf(
  points: readonly SeriesPoint[],
  range: TimeRange,
  format: FormatOptions,
  fromMs?: number,
): Delta | undefined {
  const last = points.at(-1);
  if (last === undefined || parseUnit(format.unit).kind === 'words') return undefined;
  const base = fromMs === undefined ? points[0] : pointBefore(points, last.time, fromMs);
  if (base === undefined || last.time - base.time < SHORTEST_MS) return undefined;
  const change = last.value - base.value;
  return {
    direction: change > 0 ? 'up' : change < 0 ? 'down' : 'same',
    amount: amountOf(Math.abs(change), Math.abs(base.value), format),
    since: sinceWords(fromMs ?? last.time - base.time, range, fromMs ?? lengthOf(range)),
  };
}

/** The value that held then: that of the last point until then. A series that begins only shortly after will do. */
function pointBefore(points: readonly SeriesPoint[], end: number, ms: number): SeriesPoint | undefined {
  const [first] = points;
  if (first === undefined || end - first.time < ms * NEARLY) return undefined;
  return points.findLast(({ time }) => time <= end - ms) ?? first;
}

function amountOf(change: number, base: number, format: FormatOptions): string {
  const unit = parseUnit(format.unit);
  if (unit.kind === 'percent') {
    const points = change * unit.factor;
    return formatValue(points, { unit: $localize`:of percentages|:points`, decimals: decimalsOf(points) });
  }
  if (base === 0) return formatValue(change, format);
  const percent = (change / base) * 100;
  return formatValue(percent, { unit: 'percent', decimals: decimalsOf(percent) });
}

/** A change is read roughly: two figures, and no more than one digit after the point where it is not tiny. */
function decimalsOf(size: number): number {
  return size >= 100 ? 0 : size >= 1 ? 1 : 2;
}

/** The asked length where the data reach back (nearly) as far; else how far they really do. */
function sinceWords(span: number, range: TimeRange, length: number): string {
  const words = formatSpan(span >= length * NEARLY ? length : span);
  // The end of a fixed window is not the present, so nothing there was so long ago.
  return isFixed(range)
    ? $localize`:compared with|:${words}:span: earlier`
    : $localize`:compared with|:${words}:span: ago`;
}
