import { limitsOf, scaleLimits } from './rounding-limits';
import type { FormatOptions } from './format-options';
import { COMPACT_FROM, HUGE_FROM, formatNumber, numberFormat, withMinus } from './format-number';
import { parseUnit, type Unit } from './value-units';
import { formatValue } from './format-value';

/** A label may differ from its value by this part of the distance between two labels, which is not visible. */
const TOLERANCE = 0.05;

/** Smaller numbers have an exponent. */
const TINY_BELOW = 1e-6;

/** Numbers are written in millions or more only if this many fraction digits are enough. */
const COMPACT_DIGITS = 2;

/** The maximum that `Intl` accepts in every browser. */
const MAX_DIGITS = 20;

/** In seconds. */
const DURATIONS = { ns: 1e-9, µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3_600, d: 86_400 };

/**
 * Formats values that are shown together, as on an axis: in one scale (KiB, ms, millions), and with enough digits to
 * distinguish them. Different values never have the same label.
 *
 * @param step distance between labels, in the unit of the values; by default, the smallest distance between two values
 */
export function formatAxisValues(
  values: readonly number[],
  options: FormatOptions,
  step = smallestDifference(values),
): readonly string[] {
  const unit = parseUnit(options.unit);
  const word = (value: number): string | undefined => (unit.kind === 'labels' ? unit.labels[value] : undefined);
  const write = shortestFormatter(values, { unit, step, locale: options.locale });
  const labels = values.map((value) => word(value) ?? (value === 0 ? '0' : write(value)));
  if (new Set(labels).size === new Set(values).size) return labels;
  return values.map((value) => word(value) ?? formatAllSignificantDigits(value, unit, options.locale));
}

/** The scale of all values of an axis, such as seconds, MiB or kW. */
export interface AxisScale {
  /** How many of the unit of the values make one unit of the scale. */
  readonly divisor: number;
  readonly symbol: string;
}

/** The scale that `formatAxisValues` uses for these values; undefined for units that are not scaled. */
export function axisScaleOf(values: readonly number[], options: FormatOptions): AxisScale | undefined {
  const unit = parseUnit(options.unit);
  if (unit.kind !== 'duration' && unit.kind !== 'scaled' && unit.kind !== 'prefixed') return undefined;
  return notationFor(values, { unit, step: smallestDifference(values), locale: options.locale })?.notation;
}

/** The precision and scale for reading values of an axis. */
export interface AxisReading {
  /** Values this far apart must have different texts. In the unit of the values. */
  readonly step: number;
  /** Without it, each value has its own scale. */
  readonly scale?: AxisScale;
}

/**
 * Formats a value in the scale of its axis, with enough digits to distinguish it from a value one step away. If each value has
 * its own scale, `options.decimals` limits the digits.
 */
export function formatAxisReading(value: number, options: FormatOptions, { step, scale }: AxisReading): string {
  const usual = scale === undefined ? formatValue(value, options) : formatInScale(value, options, scale);
  if (!(step > 0) || (options.decimals !== undefined && scale === undefined)) return usual;
  const [precise = usual] = scale === undefined ? formatAxisValues([value], options, step) : [inScale(scale)];
  return digitsIn(precise) > digitsIn(usual) ? precise : usual;

  function inScale({ divisor, symbol }: AxisScale): string {
    const digits = digitsFor([value / divisor], step / divisor);
    const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return withMinus(numberFormat(options.locale, places).format(value / divisor)) + withSpace(symbol);
  }
}

/** Formats a value in the scale of an axis. Rounding does not cross a boundary. */
export function formatInScale(value: number, options: FormatOptions, { divisor, symbol }: AxisScale): string {
  const limits = scaleLimits(limitsOf(value, options.boundaries), (at) => at / divisor);
  return formatNumber(value / divisor, options, {}, { limits }) + withSpace(symbol);
}

function digitsIn(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** The smallest difference between two values; for a single value, a thousandth of it. */
function smallestDifference(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const distances = sorted.slice(1).map((value, index) => value - (sorted[index] ?? value));
  const [first = 0] = values;
  return Math.min(...(values.length > 1 ? distances.filter((distance) => distance > 0) : [Math.abs(first) / 1_000]));
}

/** One way to write all labels: divided by `divisor`, followed by `symbol`. */
interface Notation {
  readonly divisor: number;
  readonly symbol: string;
  readonly style?: Intl.NumberFormatOptions;
}

function notationsOf(unit: Unit, most: number, locale: string | undefined): readonly Notation[] {
  switch (unit.kind) {
    case 'duration':
      return Object.entries(DURATIONS).map(([symbol, seconds]) => ({ symbol, divisor: seconds / unit.seconds }));
    case 'scaled':
    case 'prefixed':
      return unit.symbols.map((symbol, index) => ({ symbol, divisor: unit.base ** (index - unit.start) }));
    case 'percent':
      return [{ symbol: unit.symbol, divisor: 1 / unit.factor }];
    case 'currency':
      return plainAndCompact({ symbol: unit.symbol, style: { style: 'currency', currency: unit.code } }, most, locale);
    default:
      return plainAndCompact({ symbol: unit.kind === 'plain' ? unit.symbol : '' }, most, locale);
  }
}

/** The plain notation and the compact ones of the language, such as thousands and millions. */
function plainAndCompact(plain: Omit<Notation, 'divisor'>, most: number, locale?: string): readonly Notation[] {
  const full = { ...plain, divisor: 1 };
  if (most < COMPACT_FROM || most >= HUGE_FROM) return [full];
  const divisor = 1_000 ** Math.floor(Math.log10(most) / 3);
  const style = { ...plain.style, notation: 'compact' as const };
  const parts = numberFormat(locale, style).formatToParts(divisor);
  // Chinese counts in ten thousands.
  return parts.some(({ type, value }) => type === 'integer' && value === '1')
    ? [full, { ...plain, divisor, style }]
    : [full];
}

type Formatter = (value: number) => string;

interface AxisFormat {
  readonly unit: Unit;
  readonly step: number;
  readonly locale?: string;
}

function shortestFormatter(values: readonly number[], wanted: AxisFormat): Formatter {
  const { unit, locale } = wanted;
  const chosen = notationFor(values, wanted);
  if (chosen === undefined) return (value) => formatAllSignificantDigits(value, unit, locale);
  const { notation, digits, exponent } = chosen;
  const { divisor, symbol, style } = notation;
  const compact = style?.notation !== undefined;
  const end = `${exponent === 0 ? '' : withMinus(`E${exponent}`)}${withSpace(symbol)}`;
  const format = numberFormat(locale, {
    ...style,
    minimumFractionDigits: compact ? 0 : digits,
    maximumFractionDigits: digits,
  });
  return (value) => withMinus(format.format(compact ? value : value / divisor / 10 ** exponent)) + end;
}

interface ChosenNotation {
  readonly notation: Notation;
  /** Fraction digits. */
  readonly digits: number;
  /** Power of ten, if the numbers are too large or too small to be written in full. */
  readonly exponent: number;
  /** Whether the labels are exact: 102 MiB is not 0.1 GiB. */
  readonly isExact: boolean;
}

/**
 * The notation with the shortest labels. Of several, the one with the largest scale in which not all values are fractions:
 * 200 ms rather than 0.2 s. Undefined if there is none.
 */
function notationFor(values: readonly number[], { unit, step, locale }: AxisFormat): ChosenNotation | undefined {
  const most = Math.max(...values.map(Math.abs));
  let shortest = Infinity;
  let best: ChosenNotation | undefined;
  for (const notation of notationsOf(unit, most, locale)) {
    const { divisor, style } = notation;
    if (best?.isExact === true && most < divisor) break;
    const compact = style?.notation !== undefined;
    const exponent = compact ? 0 : exponentOf(most / divisor);
    const scaled = (value: number): number => value / divisor / 10 ** exponent;
    const digits = digitsFor(values.map(scaled), scaled(step));
    const places = Math.max(0, Math.floor(Math.log10(scaled(most))));
    const length = places + Math.floor(places / 3) + digits + Math.sign(digits) + (exponent === 0 ? 0 : 4);
    if (!Number.isFinite(length) || length > shortest || (compact && digits > COMPACT_DIGITS)) continue;
    shortest = length;
    best = { notation, digits, exponent, isExact: values.every((value) => isWritten(scaled(value), digits)) };
  }
  return best;
}

/** The exponent of a number of this size; 0 if it is written in full. */
function exponentOf(size: number): number {
  return size >= HUGE_FROM || size < TINY_BELOW ? Math.floor(Math.log10(size)) : 0;
}

/** The number of fraction digits that all values need. */
function digitsFor(values: readonly number[], step: number): number {
  let digits = 0;
  const isRough = (value: number): boolean => {
    const shifted = value * 10 ** digits;
    return Math.abs(shifted - Math.round(shifted)) > TOLERANCE * step * 10 ** digits;
  };
  while (digits < MAX_DIGITS && values.some(isRough)) digits += 1;
  return digits;
}

/** Whether the number has at most this many fraction digits. */
function isWritten(value: number, digits: number): boolean {
  return Math.abs(Number(value.toFixed(digits)) - value) <= Math.abs(value) * 1e-9;
}

/** Formats all digits of a number. */
function formatAllSignificantDigits(value: number, unit: Unit, locale: string | undefined): string {
  const style = { notation: 'scientific', maximumSignificantDigits: 17 } as const;
  if (unit.kind === 'percent' && unit.factor !== 1) {
    // Multiplying by 100 could make two numbers equal.
    return withMinus(numberFormat(locale, { ...style, style: 'percent' }).format(value));
  }
  const symbol = 'symbols' in unit ? (unit.symbols[unit.start] ?? '') : 'symbol' in unit ? unit.symbol : '';
  return withMinus(numberFormat(locale, style).format(value)) + withSpace(symbol);
}

function withSpace(symbol: string): string {
  return symbol === '' ? '' : `\u202f${symbol}`;
}
