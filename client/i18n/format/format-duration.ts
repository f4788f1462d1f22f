import { isOnSameSide, hasBoundaryBetween, reliablePlaces, scaleLimits, type Limit } from './rounding-limits';
import { fractionDigitsOf, roundTo, withoutNoise } from './decimals';
import type { FormatOptions, ValuePart } from './format-options';
import { formatNumber, MINUS, type NumberContext } from './format-number';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** From this on, days are formatted as a huge number, without hours. */
const HUGE_DAYS = 1_000_000;

/** The usual number of units in a duration. */
const USUAL_PARTS = 2;

/** How many of each unit are in a second. */
const SUBSECOND_UNITS = [
  [1e9, 'ns'],
  [1e6, 'µs'],
  [1e3, 'ms'],
] as const;

/** How many seconds are in each unit. */
const UNITS = [
  [DAY, 'd'],
  [60 * MINUTE, 'h'],
  [MINUTE, 'min'],
  [1, 's'],
] as const;

/**
 * Formats seconds in suitable units: `184 ms`, `1.5 s`, `2 min 11 s`, `4 h 12 min`, `3 d 4 h`.
 *
 * @param sentUnit symbol of the unit of the original value
 */
export function formatDuration(
  seconds: number,
  sentUnit: string,
  options: FormatOptions,
  given: readonly Limit[] = [],
): readonly ValuePart[] {
  // 1.1 h are 3960.0000000000005 s.
  const size = withoutNoise(Math.abs(seconds));
  const limits = scaleLimits(given, withoutNoise);
  const sign = seconds < 0 ? -1 : 1;
  const one = (value: number, unit: string, perSecond: number): readonly ValuePart[] => [
    { text: formatNumber(sign * value, options, {}, contextIn(unit, perSecond)), unit },
  ];
  for (const [count, unit] of SUBSECOND_UNITS) {
    // 1000 of a unit after rounding is 1 of the next unit, unless there is a boundary in between.
    const next = 1000 / count;
    if (size * count < 999.5 || (size < next && mustNotBe(size, next))) return one(size * count, unit, count);
  }
  const step = 10 ** -(options.decimals ?? 2);
  if (size < MINUTE - step / 2 || (size < MINUTE && mustNotBe(size, MINUTE))) {
    return one(options.decimals === undefined ? Math.max(1, size) : size, 's', 1);
  }
  if (size / DAY >= HUGE_DAYS) {
    const inDays = scaleLimits(limits, (at) => at / DAY);
    return [{ text: formatNumber(seconds / DAY, { locale: options.locale }, {}, { limits: inDays }), unit: 'd' }];
  }
  const [first, ...rest] = wholeParts(size, options, limits);
  if (first === undefined) return rest;
  return [sign < 0 ? { ...first, text: `${MINUS}${first.text}` } : first, ...rest];

  function contextIn(unit: string, perSecond: number): NumberContext {
    return { limits: scaleLimits(limits, (at) => at * perSecond), unitChanged: unit !== sentUnit };
  }

  function mustNotBe(least: number, shown: number): boolean {
    return options.roundDown === true || hasBoundaryBetween(least, shown, limits);
  }
}

/** Two units, or more if they are needed to distinguish the value from a boundary. */
function wholeParts(size: number, options: FormatOptions, limits: readonly Limit[]): readonly ValuePart[] {
  const rounded = Math.round(size);
  const whole = options.roundDown === true || hasBoundaryBetween(size, rounded, limits) ? Math.floor(size) : rounded;
  const first = UNITS.findIndex(([seconds]) => whole >= seconds);
  const parts: ValuePart[] = [];
  let shown = 0;
  for (const [index, [seconds, unit]] of UNITS.slice(first).entries()) {
    if (index >= USUAL_PARTS && isOnSameSide(shown, limits)) break;
    const count = Math.floor((whole - shown) / seconds);
    if (unit === 's' && !isOnSameSide(shown + count, limits)) {
      const before = shown;
      // The additional digits of a difference are rounding errors.
      const beside = (size: number): number => roundTo(size - before, fractionDigitsOf(size));
      const rest = { limits: scaleLimits(limits, beside), mostPlaces: reliablePlaces(size) };
      return [...parts, { text: formatNumber(beside(size), { locale: options.locale }, {}, rest), unit }];
    }
    if (count > 0) parts.push({ text: formatNumber(count, { locale: options.locale }), unit });
    shown += count * seconds;
  }
  return parts;
}
