import type { FormatOptions } from '../../i18n/format/format-options';
import { formatNumber } from '../../i18n/format/format-number';
import { differenceOf, formatValue } from '../../i18n/format/format-value';
import { parseUnit } from '../../i18n/format/value-units';
import { roundTo } from '../../i18n/format/decimals';
import { formatSpan } from '../../i18n/format/format-time';
import { isFixed, lengthOf, type TimeRange } from '../../../wire/range';
import type { SeriesPoint } from './series';

/** A series has not a point for every moment: with this part of the asked length it reaches back so far. */
const MIN_COVERAGE = 0.9;

/** Less than this apart two values say nothing of a direction. */
const MIN_DISTANCE_MS = 60_000;

export interface Delta {
  readonly direction: 'up' | 'down' | 'same';
  /** The size of the change without its sign: `12.4 %`, `21 ms`; undefined where it is too small to be shown. */
  readonly amount: string | undefined;
  /** What it is compared with: `1 h ago`; in a fixed window `2 h earlier`. */
  readonly since: string;
}

/** Beyond it a percentage says little: "up 900 %" reads worse than the difference. */
const MAX_PERCENT = 200;

/**
 * How far the last value is from the first of the range, or from the one of `fromMs` before it: then only where the
 * points reach back so far. In percent of that earlier value, up to 200 %; percentages in percentage points; and as a
 * difference in the unit where the earlier value was 0, next to it, or on its other side. A difference that the values'
 * own digits do not show is none. A yes or no has no distance.
 */
export function deltaOf(
  points: readonly SeriesPoint[],
  range: TimeRange,
  format: FormatOptions,
  fromMs?: number,
): Delta | undefined {
  const last = points.at(-1);
  if (last === undefined || parseUnit(format.unit).kind === 'words') return undefined;
  const earlier = fromMs === undefined ? points[0] : earlierPoint(points, last.time, fromMs);
  if (earlier === undefined || last.time - earlier.time < MIN_DISTANCE_MS) return undefined;
  const change = last.value - earlier.value;
  if (!Number.isFinite(change)) return undefined;
  const amount = amountOf(last.value, earlier.value, format);
  return {
    direction: amount === undefined ? 'same' : change > 0 ? 'up' : 'down',
    amount,
    since: sinceText(fromMs ?? last.time - earlier.time, range, fromMs ?? lengthOf(range)),
  };
}

/** The value that held then: that of the last point until then. A series that begins only shortly after will do. */
function earlierPoint(points: readonly SeriesPoint[], end: number, ms: number): SeriesPoint | undefined {
  const [first] = points;
  if (first === undefined || end - first.time < ms * MIN_COVERAGE) return undefined;
  return points.findLast(({ time }) => time <= end - ms) ?? first;
}

function amountOf(last: number, earlier: number, format: FormatOptions): string | undefined {
  const { locale } = format;
  const isPercent = parseUnit(format.unit).kind === 'percent';
  const percent = isPercent ? undefined : percentOf(last, earlier);
  if (percent !== undefined) {
    const decimals = decimalsOf(percent);
    // Not a value of its own that must not read 100 %, but a part of another.
    if (roundTo(percent, decimals) > 0) return `${formatNumber(percent, { decimals, locale })}\u202f%`;
  }
  const difference = differenceOf(last, earlier, format);
  if (difference === 0 || (percent !== undefined && areFormattedAlike(last, earlier, format))) return undefined;
  const unit = isPercent ? $localize`:percentage points|:pp` : format.unit;
  return formatValue(difference, { unit, decimals: format.decimals, locale });
}

/** Whether the two are written the same, trailing zeros apart: those that are scaled by their size may be. */
function areFormattedAlike(one: number, other: number, format: FormatOptions): boolean {
  const trimmed = { ...format, trim: true };
  return formatValue(one, trimmed) === formatValue(other, trimmed);
}

/** The change in percent of the earlier value; undefined where that says nothing. */
function percentOf(last: number, earlier: number): number | undefined {
  const crossed = last !== 0 && Math.sign(last) !== Math.sign(earlier);
  const percent = (Math.abs(last - earlier) / Math.abs(earlier)) * 100;
  return earlier === 0 || crossed || percent > MAX_PERCENT ? undefined : percent;
}

/** A change is read roughly: two figures, and no more than one digit after the point where it is not tiny. */
function decimalsOf(size: number): number {
  return size >= 100 ? 0 : size >= 1 ? 1 : 2;
}

/** The asked length where the data reach back (nearly) as far; else how far they really do. */
function sinceText(span: number, range: TimeRange, length: number): string {
  const text = formatSpan(span >= length * MIN_COVERAGE ? length : span);
  // The end of a fixed window is not the present, so nothing there was so long ago.
  return isFixed(range)
    ? $localize`:compared with|:${text}:span: earlier`
    : $localize`:compared with|:${text}:span: ago`;
}
