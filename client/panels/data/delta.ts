import type { FormatOptions } from '../../i18n/format/format-options';
import { formatNumber } from '../../i18n/format/format-number';
import { differenceOf, formatValue } from '../../i18n/format/format-value';
import { parseUnit } from '../../i18n/format/value-units';
import { roundTo } from '../../i18n/format/decimals';
import { formatSpan } from '../../i18n/format/format-time';
import { isFixed, lengthOf, type TimeRange } from '../../../wire/range';
import type { SeriesPoint } from './series';

/**
 * Points at least this fraction of the requested time back are enough: a series need not have a point at every time.
 */
const MIN_COVERAGE = 0.9;

/** Values that are closer in time show no direction. */
const MIN_DISTANCE_MS = 60_000;

export interface Delta {
  readonly direction: 'up' | 'down' | 'same';
  /** The size of the change without a sign: `12.4 %`, `21 ms`. Undefined if it is too small to be shown. */
  readonly amount: string | undefined;
  /** What it is compared with: `1 h ago`, or `2 h earlier` in a fixed time range. */
  readonly since: string;
}

/** Above this, a percentage says little, and the difference is shown. */
const MAX_PERCENT = 200;

/**
 * Returns the change of the last value since the first one of the range, or since the value `fromMs` earlier if the
 * points reach back that far. It is in percent of the earlier value, up to 200 %; in percentage points for percentages;
 * and else, if the earlier value is 0 or has the other sign, a difference in the unit. A difference that the shown
 * digits do not contain counts as none. States like yes and no have no change.
 */
export function deltaOf(
  points: readonly SeriesPoint[],
  range: TimeRange,
  format: FormatOptions,
  fromMs?: number,
): Delta | undefined {
  const last = points.at(-1);
  if (last === undefined || parseUnit(format.unit).kind === 'labels') return undefined;
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

/** Returns the last point at or before that time. A series that starts slightly later counts as well. */
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
    // A change may read 100 %, unlike a value.
    if (roundTo(percent, decimals) > 0) return `${formatNumber(percent, { decimals, locale })}\u202f%`;
  }
  const difference = differenceOf(last, earlier, format);
  if (difference === 0 || (percent !== undefined && areFormattedAlike(last, earlier, format))) return undefined;
  const unit = isPercent ? $localize`:percentage points|:pp` : format.unit;
  return formatValue(difference, { unit, decimals: format.decimals, locale });
}

/** Whether two values are formatted the same, ignoring trailing zeros: scaled values may be. */
function areFormattedAlike(one: number, other: number, format: FormatOptions): boolean {
  const trimmed = { ...format, trim: true };
  return formatValue(one, trimmed) === formatValue(other, trimmed);
}

/** Returns the change in percent of the earlier value; undefined if that says nothing. */
function percentOf(last: number, earlier: number): number | undefined {
  const crossed = last !== 0 && Math.sign(last) !== Math.sign(earlier);
  const percent = (Math.abs(last - earlier) / Math.abs(earlier)) * 100;
  return earlier === 0 || crossed || percent > MAX_PERCENT ? undefined : percent;
}

/** A change needs two digits, and at most one decimal unless it is tiny. */
function decimalsOf(size: number): number {
  return size >= 100 ? 0 : size >= 1 ? 1 : 2;
}

/** Returns the requested time if the data reach back nearly as far; else the time they really span. */
function sinceText(span: number, range: TimeRange, length: number): string {
  const text = formatSpan(span >= length * MIN_COVERAGE ? length : span);
  // A fixed time range does not end now, so "ago" would be wrong.
  return isFixed(range)
    ? $localize`:compared with|:${text}:span: earlier`
    : $localize`:compared with|:${text}:span: ago`;
}
